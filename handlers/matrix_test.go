package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

// matrix says who may ask what: every route with the roles it lets in, in words
// of its own and not in those of the list it checks. A new route has to be
// decided on here, or the test below fails.
//
//	nobody   everyone, signed in or not
//	staff    everyone who is signed in
//	key      the shop's backend, with an API key
//	outside  whoever proves in the request itself who asks; a session counts for nothing
//	open     everyone, always with the same answer
//	machine  probes
const matrix = `
GET  /login                                   nobody
POST /login                                   nobody
GET  /login/code                              nobody
POST /login/code                              nobody
GET  /setup                                   nobody
POST /setup                                   nobody
POST /logout                                  nobody
POST /preferences                             nobody
GET  /                                        staff

GET  /apps/:appid                             admin operator marketer auditor
GET  /apps/:appid/recipients                  admin operator marketer auditor
GET  /apps/:appid/recipients/:id              admin operator marketer auditor
GET  /apps/:appid/recipients/:id/edit         admin operator
POST /apps/:appid/recipients/:id/edit         admin operator
POST /apps/:appid/recipients/:id/tags         admin operator
POST /apps/:appid/recipients/:id/erase        admin
POST /apps/:appid/recipients/picked           admin operator
POST /apps/:appid/recipients/export           admin operator auditor
GET  /apps/:appid/recipients/groups           admin operator marketer auditor
POST /apps/:appid/recipients/segments         admin operator marketer
POST /apps/:appid/recipients/segments/:id/rename admin operator marketer
POST /apps/:appid/recipients/segments/:id/delete admin operator marketer
POST /apps/:appid/recipients/tags/:id/rename  admin operator
POST /apps/:appid/recipients/tags/:id/delete  admin operator
GET  /apps/:appid/radar                       admin operator marketer auditor
GET  /apps/:appid/imports                     admin operator
POST /apps/:appid/imports                     admin operator
GET  /apps/:appid/imports/new                 admin operator
GET  /apps/:appid/imports/sample              admin operator
GET  /apps/:appid/imports/:id                 admin operator
POST /apps/:appid/imports/:id/check           admin operator
POST /apps/:appid/imports/:id/start           admin operator
POST /apps/:appid/imports/:id/cancel          admin operator
POST /apps/:appid/imports/:id/refused         admin operator
GET  /apps/:appid/messages                    admin operator marketer auditor
GET  /apps/:appid/messages/:id                admin operator marketer auditor
POST /apps/:appid/messages/:id/resend         admin operator
POST /apps/:appid/messages/:id/assume-sent    admin operator
POST /apps/:appid/messages/:id/cancel         admin operator
POST /apps/:appid/messages/export             admin operator auditor
GET  /apps/:appid/templates                   admin operator marketer auditor
POST /apps/:appid/templates                   admin operator
GET  /apps/:appid/templates/new               admin operator
GET  /apps/:appid/templates/sync              admin operator marketer auditor
POST /apps/:appid/templates/sync              admin operator
POST /apps/:appid/templates/fetch             admin operator
POST /apps/:appid/templates/preview           admin operator
GET  /apps/:appid/templates/:id               admin operator marketer auditor
GET  /apps/:appid/templates/:id/edit          admin operator
POST /apps/:appid/templates/:id/edit          admin operator
POST /apps/:appid/templates/:id/stop          admin operator
POST /apps/:appid/templates/:id/start         admin operator
POST /apps/:appid/templates/:id/drop          admin operator
GET  /apps/:appid/templates/:id/succeed       admin operator marketer auditor
POST /apps/:appid/templates/:id/succeed       admin operator
GET  /apps/:appid/templates/analytics         admin operator marketer auditor
GET  /apps/:appid/library                     admin operator
GET  /apps/:appid/library/:family/:entry      admin operator
POST /apps/:appid/library/:family/:entry      admin operator
GET  /apps/:appid/compose                     admin operator marketer
GET  /apps/:appid/batches                     admin operator marketer auditor
GET  /apps/:appid/batches/:id                 admin operator marketer auditor
GET  /apps/:appid/batches/:id/live            admin operator marketer auditor
POST /apps/:appid/batches/:id/pause           admin operator
POST /apps/:appid/batches/:id/resume          admin operator
POST /apps/:appid/batches/:id/cancel          admin operator
POST /apps/:appid/batches/:id/pace            admin operator
POST /apps/:appid/batches/:id/retry           admin operator
GET  /apps/:appid/batches/:id/approval        admin operator marketer auditor
POST /apps/:appid/batches/:id/approve         admin operator
POST /apps/:appid/batches/:id/reject          admin operator
POST /apps/:appid/batches/:id/withdraw        admin operator
POST /apps/:appid/batches/:id/copy            admin operator marketer
POST /apps/:appid/messages/:id/copy           admin operator marketer
GET  /apps/:appid/drafts                      admin operator marketer
POST /apps/:appid/drafts                      admin operator marketer
GET  /apps/:appid/drafts/new                  admin operator marketer
GET  /apps/:appid/drafts/:id/template         admin operator marketer
POST /apps/:appid/drafts/:id/template         admin operator marketer
GET  /apps/:appid/drafts/:id/audience         admin operator marketer
POST /apps/:appid/drafts/:id/audience         admin operator marketer
POST /apps/:appid/drafts/:id/list             admin operator marketer
POST /apps/:appid/drafts/:id/list/untaken     admin operator marketer
POST /apps/:appid/drafts/:id/list/add         admin operator
GET  /apps/:appid/drafts/:id/content          admin operator marketer
POST /apps/:appid/drafts/:id/content          admin operator marketer
POST /apps/:appid/drafts/:id/delete           admin operator marketer
GET  /apps/:appid/drafts/:id/check            admin operator marketer
GET  /apps/:appid/drafts/:id/check/people     admin operator marketer
POST /apps/:appid/drafts/:id/check/export     admin operator auditor
POST /apps/:appid/drafts/:id/leave-out        admin operator marketer
POST /apps/:appid/drafts/:id/test             admin operator
GET  /apps/:appid/drafts/:id/send             admin operator marketer
POST /apps/:appid/drafts/:id/plan             admin operator marketer
POST /apps/:appid/drafts/:id/send             admin operator
GET  /apps/:appid/rules                       admin operator marketer
POST /apps/:appid/rules                       admin
POST /apps/:appid/rules/words                 admin operator
POST /apps/:appid/rules/testers               admin operator
GET  /apps/:appid/phone                       admin operator marketer auditor
POST /apps/:appid/phone/form                  admin operator
POST /apps/:appid/phone/pay                   admin operator
POST /apps/:appid/phone/subscribe             admin operator
POST /apps/:appid/phone/settings              admin operator
POST /apps/:appid/phone/fault                 admin operator
GET  /apps/:appid/integration                 admin operator marketer auditor
GET  /apps/:appid/integration/calls           admin operator marketer auditor
GET  /apps/:appid/integration/reference       admin operator marketer auditor
POST /apps/:appid/integration/keys            admin
POST /apps/:appid/integration/keys/:key/revoke admin

GET  /audit                                   admin auditor
POST /audit/verify                            admin auditor
POST /audit/export                            admin auditor
GET  /settings/apps                           admin
GET  /settings/apps/new                       admin
POST /settings/apps/new                       admin
GET  /settings/apps/:id                       admin
POST /settings/apps/:id                       admin
POST /settings/apps/:id/pause                 admin
POST /settings/apps/:id/resume                admin
GET  /settings/apps/:id/pay                   admin
POST /settings/apps/:id/pay                   admin
POST /settings/apps/:id/pay/remove            admin
GET  /settings/apps/:id/callback              admin
POST /settings/apps/:id/callback              admin
POST /settings/apps/:id/callback/secrets      admin
GET  /settings/alerts                         admin
GET  /settings/alerts/robots/new              admin
POST /settings/alerts/robots/new              admin
GET  /settings/alerts/robots/:id              admin
POST /settings/alerts/robots/:id              admin
POST /settings/alerts/robots/:id/test         admin
POST /settings/alerts/robots/:id/delete       admin
GET  /settings/staff                          admin
GET  /settings/staff/new                      admin
POST /settings/staff/new                      admin
GET  /settings/staff/:id                      admin
POST /settings/staff/:id                      admin
POST /settings/staff/:id/password             admin
POST /settings/staff/second-step              admin
POST /settings/staff/:id/sessions/end         admin
POST /settings/staff/:id/second-step/reset    admin
GET  /settings/security                       staff
GET  /settings/security/second-step           staff
POST /settings/security/second-step           staff
POST /settings/security/second-step/off       staff
POST /settings/security/recovery-codes        staff
POST /settings/security/password              staff
POST /settings/security/sessions/end          staff
POST /settings/security/sessions/:id/end      staff

POST /api/v1/send-codes                       key
POST /api/v1/messages                         key
POST /api/v1/messages/bulk                    key
GET  /api/v1/messages/:id                     key
GET  /api/v1/recipients/:openid               key
POST /api/v1/recipients                       key
POST /api/v1/orders                           key
GET  /api/v1/orders/:order_no                 key
POST /api/v1/payments/:order_no/paid          key

GET  /api/v1/openapi.yaml                     open
GET  /api/v1/openapi.json                     open
POST /collect/:appid/session                  outside
POST /collect/:appid                          outside
POST /pay/:appid/notify                       outside
GET  /callback/:appid                         outside
POST /callback/:appid                         outside

GET  /healthz                                 machine
GET  /readyz                                  machine
GET  /metrics                                 machine
`

// decided reads the matrix: method and pattern, and who is let in.
func decided(t *testing.T) map[string][]string {
	t.Helper()
	table := map[string][]string{}
	for line := range strings.Lines(matrix) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		route := words[0] + " " + words[1]
		if table[route] != nil {
			t.Errorf("%s stands twice", route)
		}
		table[route] = words[2:]
	}
	return table
}

func TestEveryRouteIsDecidedOn(t *testing.T) {
	t.Parallel()
	table, listed := decided(t), map[string]bool{}
	for _, r := range handlers.Routes() {
		route := r[0] + " " + r[1]
		listed[route] = true
		if len(table[route]) == 0 {
			t.Errorf("nobody has decided who may ask %s", route)
		}
		if !handlers.KnownGuard(r[2]) {
			t.Errorf("%s has no guard that lets anybody in: %q", route, r[2])
		}
	}
	for route := range table {
		if !listed[route] {
			t.Errorf("%s is decided on and does not exist", route)
		}
	}
}

// visitor asks for a route in one way, and says what it must be answered when
// it is not let in.
type visitor struct {
	name    string // as in the matrix; "" is somebody signed out
	browser *browser
}

// TestEveryRouteAsEverybody walks the whole list as every role, as somebody who
// is signed out, as members of another App, and with an API key.
func TestEveryRouteAsEverybody(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, other := s.App(t), s.App(t)
	visitors := []visitor{{"", s.browser()}}
	for _, role := range models.Roles {
		visitors = append(visitors, visitor{string(role), s.as(t, role)})
	}
	strangers := membersOf(t, s, other)
	backend := s.backend(t, app)
	visitors[0].browser.get(t, "/login") // for its token
	for route, allowed := range decided(t) {
		method, pattern, _ := strings.Cut(route, " ")
		path := strings.NewReplacer(":appid", app.Appid, ":id", "77", ":code", "78", ":key", "79", ":openid", "o1", ":order_no", "1").Replace(pattern)
		if pattern == "/logout" { // it would end the walk
			continue
		}
		for _, v := range visitors {
			status, location := ask(t, v.browser, method, path)
			checkAnswer(t, route+" as "+v.name, v.name, allowed, status, location)
		}
		for name, b := range strangers {
			status, _ := ask(t, b, method, path)
			if strings.HasPrefix(pattern, "/apps/:appid") && status != http.StatusNotFound && status != http.StatusForbidden {
				t.Errorf("%s answers %d to a %s of another App", route, status, name)
			}
		}
		if slices.Contains(allowed, "key") {
			if got, _ := backend.call(t, method, path, "{}"); got.status == http.StatusUnauthorized || got.status == http.StatusForbidden || got.status >= 500 {
				t.Errorf("%s answers %d with a key", route, got.status)
			}
		}
	}
}

func checkAnswer(t *testing.T, what, name string, allowed []string, status int, location string) {
	t.Helper()
	toSignIn := status == http.StatusSeeOther && strings.HasPrefix(location, "/login") && !strings.HasPrefix(location, "/login/code")
	in := slices.Contains(allowed, name) || slices.Contains(allowed, "nobody") || (slices.Contains(allowed, "staff") && name != "")
	switch {
	case slices.Contains(allowed, "machine"):
		if status == http.StatusForbidden || status == http.StatusUnauthorized {
			t.Errorf("%s: %d", what, status)
		}
	case slices.Contains(allowed, "open"):
		if status != http.StatusOK {
			t.Errorf("%s: %d, want 200", what, status)
		}
	case slices.Contains(allowed, "outside"): // proves nothing here, so it is refused, and not for its session
		if status < 400 {
			t.Errorf("%s: %d, want a refusal", what, status)
		}
	case slices.Contains(allowed, "key"): // a browser's cookie is no key
		if status != http.StatusUnauthorized {
			t.Errorf("%s: %d, want 401", what, status)
		}
	case slices.Contains(allowed, "nobody"):
		if status == http.StatusForbidden || status >= 500 {
			t.Errorf("%s: %d", what, status)
		}
	case name == "":
		if !toSignIn {
			t.Errorf("%s: %d %q, want the sign-in", what, status, location)
		}
	case in:
		if status == http.StatusForbidden || status >= 500 || toSignIn {
			t.Errorf("%s: %d, but they may", what, status)
		}
	case status != http.StatusForbidden:
		t.Errorf("%s: %d, want 403", what, status)
	}
}

// membersOf signs in one of each role that can be limited, to an App alone.
func membersOf(t *testing.T, s *site, app models.App) map[string]*browser {
	t.Helper()
	members := map[string]*browser{}
	for _, role := range models.Roles[1:] {
		in := models.StaffInput{
			Email: string(role) + "-elsewhere@example.com", Name: "外店" + string(role), Role: role, Password: password, Limited: true, Apps: []int64{app.ID},
		}
		if _, err := s.AddStaff(t.Context(), modelstest.Tester, in); err != nil {
			t.Fatal(err)
		}
		b := s.browser()
		b.signIn(t, in.Email, password).leadsTo(t, "/")
		b.get(t, "/apps/"+app.Appid).want(t, http.StatusOK)
		members[string(role)] = b
	}
	return members
}
