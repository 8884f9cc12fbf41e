package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestMetrics(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben")
	s.Queue(t, app, template, "anna")
	if err := s.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{}); err != nil {
		t.Fatal(err)
	}
	scrape := func(from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = from + ":1234"
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		return w
	}
	for _, from := range []string{"127.0.0.1", "10.1.2.3", "[::1]"} {
		w := scrape(from)
		for _, line := range []string{
			`xinshi_queued{appid="` + app.Appid + `"} 1`, `xinshi_codes_available{appid="` + app.Appid + `"} 2`, `xinshi_app_paused{appid="` + app.Appid + `"} 1`,
		} {
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), line) {
				t.Errorf("from %s: %d, no line %s", from, w.Code, line)
			}
		}
	}
	if w := scrape("203.0.113.9"); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), app.Appid) {
		t.Errorf("the outside is answered %d", w.Code)
	}
}
