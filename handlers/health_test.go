package handlers_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models/modelstest"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	got := s.browser().get(t, "/healthz").want(t, http.StatusOK)
	if got.body != `{"status":"ok","version":"test"}`+"\n" || len(got.cookies) > 0 {
		t.Errorf("answers %q with cookies %v", got.body, got.cookies)
	}
	got = s.browser().get(t, "/readyz").want(t, http.StatusOK)
	if got.body != `{"ready":true,"parts":{"database":"ok","schema":"ok"}}`+"\n" {
		t.Errorf("answers %q", got.body)
	}
	s.browser().do(t, http.MethodHead, "/healthz", nil).want(t, http.StatusOK)
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newSite(t, db, func(c *handlers.Config) {
		c.EngineAlive = func() error { return errors.New("secret cause") }
	})
	got := s.browser().get(t, "/readyz").want(t, http.StatusServiceUnavailable)
	if !strings.Contains(got.body, `"engine":"failing"`) || !strings.Contains(got.body, `"database":"ok"`) {
		t.Errorf("does not name the failing part: %s", got.body)
	}
	if strings.Contains(got.body, "secret cause") || !strings.Contains(s.log.String(), "secret cause") {
		t.Error("the cause belongs into the log, not into the answer")
	}

	closed := modelstest.Open(t, db.URL, db.Clock.Now)
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	s.handler = handlers.New(handlers.Config{Store: closed, Now: db.Clock.Now, Log: discard()}).Handler()
	got = s.browser().get(t, "/readyz").want(t, http.StatusServiceUnavailable)
	if !strings.Contains(got.body, `"database":"failing"`) {
		t.Errorf("without a database: %s", got.body)
	}
	s.browser().get(t, "/healthz").want(t, http.StatusOK)
}
