package handlers_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// bodies are what no page and no program of ours sends, or not as this.
var bodies = []struct{ name, kind, body string }{
	{"nothing", "", ""},
	{"a broken escape", "application/x-www-form-urlencoded", "a=%zz&name=%"},
	{"semicolons", "application/x-www-form-urlencoded", "a=1;b=2;_csrf=x"},
	{"broken text", "application/x-www-form-urlencoded", "name=%ff%fe&email=%00&code=%00&password=%00"},
	{"a thousand fields", "application/x-www-form-urlencoded", strings.Repeat("apps=1&roles=x&", 1000)},
	{"a long value", "application/x-www-form-urlencoded", "name=" + strings.Repeat("长", 100_000)},
	{"JSON as a form", "application/x-www-form-urlencoded", `{"a":1}`},
	{"a form as JSON", "application/json", "a=1&b=2"},
	{"no parts", "multipart/form-data; boundary=x", "nothing"},
	{"no boundary", "multipart/form-data", "--x\r\n\r\n--x--"},
	{"an endless head", "multipart/form-data; boundary=x", "--x\r\nA: " + strings.Repeat("a", 200_000) + "\r\n\r\n"},
	{"nested lists", "application/json", strings.Repeat("[", 200_000)},
	{"nested objects", "application/json", strings.Repeat(`{"a":`, 100_000)},
	{"null", "application/json", "null"},
	{"a text", "application/json", `"x"`},
	{"a number", "application/json", "1e999"},
	{"lists of null", "application/json", `{"codes":[null],"messages":[null],"recipients":[null],"fields":null,"data":{"keyword1":null}}`},
	{"numbers for texts", "application/json", `{"codes":[{"openid":1e300}],"messages":[{"to":-0}],"template":99999999999999999999}`},
	{"a lone surrogate", "application/json", `{"template":"\ud800","to":"\udfff","data":{"keyword1":{"value":"\ud800"}}}`},
	{"NUL", "application/json", `{"template":"\u0000","to":"\u0000","codes":[{"openid":"\u0000","kind":"form_id","code":"\u0000"}]}`},
	{"broken text in JSON", "application/json", "{\"template\":\"\xff\xfe\",\"to\":\"\x80\"}"},
	{"the same key twice", "application/json", `{"template":"a","template":"b","to":"o1"}`},
	{"a mark before it", "application/json", "\xef\xbb\xbf{}"},
	{"something behind it", "application/json", `{"codes":[]}]]]`},
	{"XML with entities", "text/xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><xml><ToUserName>&b;&c;</ToUserName></xml>`},
	{"compressed", "application/json", "\x1f\x8b\x08\x00\x00\x00\x00\x00"},
}

// Whatever a body holds, it is refused or does nothing: no route fails over it.
func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := s.App(t)
		b, shop := s.as(t, models.RoleAdmin), s.backend(t, app)
		b.get(t, "/settings/apps").want(t, http.StatusOK)
		for _, r := range handlers.Routes() {
			if r[0] != http.MethodPost || r[1] == "/logout" {
				continue
			}
			for _, c := range bodies {
				key := ""
				if r[2] == handlers.ByKey {
					key = shop.key
				}
				status := s.throw(t, b, key, filled(r[1], app.Appid), c.kind, strings.NewReader(c.body))
				if status >= 500 && status != http.StatusServiceUnavailable {
					t.Errorf("POST %s, %s: %d", r[1], c.name, status)
				}
			}
		}
		if strings.Contains(s.log.String(), "panic") {
			t.Error("something panicked")
		}
		if n := db.Number(t, "SELECT COUNT(*) FROM staff WHERE disabled_at = 0 AND role = 'admin'"); n != 1 {
			t.Errorf("%d admins are left", n)
		}
	})
}

// throw sends a body as a page that has the token in its head would.
func (s *site) throw(t *testing.T, b *browser, key, path, kind string, body io.Reader) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-CSRF-Token", b.cookies["xinshi_csrf"])
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Code
}

// endless is a body that never ends; counting tells how much of it was read.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, bytes.Repeat([]byte("a"), len(p)))
	e.read += n
	return n, nil
}

// No route reads a body without end, whether its length is told or not.
func TestEndlessBodies(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b, shop := s.as(t, models.RoleAdmin), s.backend(t, app)
	b.get(t, "/settings/apps").want(t, http.StatusOK)
	for _, r := range handlers.Routes() {
		if r[0] != http.MethodPost || r[1] == "/logout" || r[1] == paths.ImportsRoute || r[1] == paths.DraftListRoute { // a file's limit is another, see its own test
			continue
		}
		for _, kind := range []string{"application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=a", "text/xml"} {
			body, key := &endless{}, ""
			if r[2] == handlers.ByKey {
				key = shop.key
			}
			status := s.throw(t, b, key, filled(r[1], app.Appid), kind, body)
			if body.read > 16<<20 || status >= 500 && status != http.StatusServiceUnavailable {
				t.Errorf("POST %s as %s: %d after %d bytes", r[1], kind, status, body.read)
			}
		}
	}
}
