package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

// filled is a route's address with something in every parameter.
func filled(pattern, appid string) string {
	return strings.NewReplacer(":appid", appid, ":id", "77", ":code", "78", ":key", "79", ":openid", "o1", ":order_no", "1").Replace(pattern)
}

// No form of ours can be sent from another site, nor without the token of one of
// our pages: every route that takes one, with everything a browser can be made
// to send.
func TestEveryFormRouteRefusesForgeries(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	b.get(t, "/settings/apps").want(t, http.StatusOK)
	token := b.cookies["xinshi_csrf"]
	forgeries := []struct{ name, site, token string }{
		{"no token", "", ""},
		{"a wrong token", "", strings.Repeat("x", 32)},
		{"the token, from another site", "cross-site", token},
		{"the token, from a neighbour", "same-site", token},
		{"no token, from another site", "cross-site", ""},
	}
	routes := 0
	for _, r := range handlers.Routes() {
		switch {
		case r[0] != http.MethodPost || r[2] == handlers.ByKey || r[2] == handlers.Machine || r[2] == handlers.Outside || r[2] == handlers.Open:
			continue
		}
		routes++
		path := filled(r[1], app.Appid)
		for _, f := range forgeries {
			for kind, body := range map[string]func(string) (string, []byte){"form": formBody, "upload": uploadBody} {
				if status := forge(t, s, b, path, f.site, f.token, body); status != http.StatusForbidden {
					t.Errorf("POST %s, %s as %s: %d", r[1], f.name, kind, status)
				}
			}
		}
	}
	if routes < 30 {
		t.Errorf("only %d routes take a form", routes)
	}
	if _, err := s.LoadSession(t.Context(), b.cookies["xinshi_session"]); err != nil {
		t.Error("a forged form signed them out")
	}
}

func formBody(token string) (string, []byte) {
	return "application/x-www-form-urlencoded", []byte(url.Values{"_csrf": {token}, "name": {"x"}}.Encode())
}

func uploadBody(token string) (string, []byte) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("_csrf", token)
	part, _ := w.CreateFormFile("file", "a.csv")
	_, _ = part.Write([]byte("openid\no1\n"))
	_ = w.Close()
	return w.FormDataContentType(), body.Bytes()
}

func forge(t *testing.T, s *site, b *browser, path, from, token string, body func(string) (string, []byte)) int {
	t.Helper()
	kind, raw := body(token)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, bytes.NewReader(raw))
	r.Header.Set("Content-Type", kind)
	if from != "" {
		r.Header.Set("Sec-Fetch-Site", from)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Code
}
