package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

// TestEveryRouteIsGuarded walks the whole list as everybody.
func TestEveryRouteIsGuarded(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	visitors := map[models.Role]*browser{"": s.browser()}
	for _, role := range models.Roles {
		visitors[role] = s.as(t, role)
	}
	visitors[""].get(t, "/login") // for its token
	list := handlers.Routes()
	if len(list) < 20 {
		t.Fatalf("only %d routes: is the list still complete?", len(list))
	}
	for _, r := range list {
		method, needs := r[0], r[2]
		path := strings.NewReplacer(":appid", app.Appid, ":id", "77", ":code", "78", ":key", "79").Replace(r[1])
		if !handlers.KnownGuard(needs) {
			t.Errorf("%s %s has no guard that lets anybody in: %q", method, path, needs)
		}
		if needs == handlers.Public || needs == handlers.Machine || path == "/logout" {
			continue
		}
		for role, b := range visitors {
			status, location := ask(t, b, method, path)
			switch {
			case needs == handlers.ByKey:
				if status != http.StatusUnauthorized {
					t.Errorf("%s %s answers %d without a key", method, path, status)
				}
			case role == "":
				if status != http.StatusSeeOther || !strings.HasPrefix(location, "/login") {
					t.Errorf("%s %s answers %d %q to someone not signed in", method, path, status, location)
				}
			case needs != handlers.SignedIn && !role.Can(models.Permission(needs)):
				if status != http.StatusForbidden {
					t.Errorf("%s %s answers %d to %s", method, path, status, role)
				}
			case status == http.StatusForbidden || status >= 500:
				t.Errorf("%s %s answers %d to %s, who may", method, path, status, role)
			}
		}
	}
}

func ask(t *testing.T, b *browser, method, path string) (status int, location string) {
	t.Helper()
	var got reply
	if method == http.MethodPost {
		got = b.post(t, path, nil)
	} else {
		got = b.do(t, method, path, nil)
	}
	return got.status, got.header.Get("Location")
}

func TestUnknownAppIsNotFound(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	s.App(t)
	b := s.as(t, models.RoleAdmin)
	for _, r := range handlers.Routes() {
		if strings.Contains(r[1], ":appid") && r[0] == http.MethodGet {
			path := strings.NewReplacer(":appid", "wxnobody", ":id", "77").Replace(r[1])
			b.get(t, path).want(t, http.StatusNotFound)
		}
	}
}
