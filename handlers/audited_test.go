package handlers_test

import (
	"net/http"
	"slices"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// unrecorded are the routes that change nothing anybody has to answer for. Every
// other one needs a deed below.
var unrecorded = map[string]string{
	paths.Logout:               "ends the session that asks for it",
	paths.Preferences:          "language and theme of a browser",
	paths.TemplatePreviewRoute: "draws a card",
	paths.TemplateFetchRoute:   "reads the platform's lists; taking something over is recorded",
	paths.PhoneFormRoute:       "the demo's phone", paths.PhonePayRoute: "the demo's phone", paths.PhoneSubscribeRoute: "the demo's phone",
	paths.PhoneSettingsRoute: "the demo's phone", paths.PhoneFaultRoute: "the demo's phone",
	paths.CollectSessionRoute: "gives a mini program's user a token; what they report with it is recorded",
}

const agent = "Mozilla/5.0 (deed)"

// Every request that changes something leaves an entry that says who it was,
// from where, with what, and in which request.
func TestEveryChangeIsRecorded(t *testing.T) {
	t.Parallel()
	s := newShop(t, modelstest.SQLite(t))
	do := deeds(t, s)
	routes := map[string]bool{}
	for _, r := range handlers.Routes() {
		if r[0] == http.MethodGet || r[0] == http.MethodHead || routes[r[1]] {
			continue
		}
		routes[r[1]] = true
		deed, reason := do[r[1]], unrecorded[r[1]]
		switch {
		case deed == nil && reason == "":
			t.Errorf("%s %s: give it a deed that shows that it is recorded, or a reason why it is not", r[0], r[1])
		case deed != nil && reason != "":
			t.Errorf("%s %s has both a deed and a reason", r[0], r[1])
		case deed != nil:
			t.Run(r[1], func(t *testing.T) { s.wantRecorded(t, deed(t)) })
		}
	}
	for route := range do {
		if !routes[route] {
			t.Errorf("%s does not exist", route)
		}
	}
}

// wantRecorded looks for the entries of a request.
func (s *shop) wantRecorded(t *testing.T, r reply) {
	t.Helper()
	if r.status >= 400 {
		t.Fatalf("answers %d\n%s", r.status, r.body)
	}
	rows := s.Raw(t, "SELECT action, actor_kind, actor_name, ip, user_agent FROM audit_entries WHERE request_id = ?", r.header.Get("X-Request-Id"))
	if len(rows) == 0 {
		t.Fatal("nothing is recorded")
	}
	for _, row := range rows {
		named, whence := row[2] != "" && row[4] == agent, row[3] != ""
		switch models.ActorKind(row[1]) {
		case models.ActorClient: // where a user is, is not kept
			named, whence = true, true
		case models.ActorPay, models.ActorPlatform:
			named = true
		}
		if !named || !whence {
			t.Errorf("%s is recorded as by %q %q from %q with %q", row[0], row[1], row[2], row[3], row[4])
		}
		if !slices.ContainsFunc(text.AuditedActions, func(a text.AuditedAction) bool { return a.Word == row[0] }) {
			t.Errorf("the page has no words for %s, and cannot look for it", row[0])
		}
	}
}
