package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

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
