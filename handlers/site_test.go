package handlers_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const password = "correct horse battery"

// site is a server over a database of its own.
type site struct {
	*modelstest.DB
	handler http.Handler
	log     *bytes.Buffer
	woken   int
}

func newSite(t *testing.T, db *modelstest.DB, edit ...func(*handlers.Config)) *site {
	t.Helper()
	s := &site{DB: db, log: &bytes.Buffer{}}
	config := handlers.Config{
		Store: db.Store, Now: db.Clock.Now, Version: "test",
		Log: slog.New(slog.NewTextHandler(s.log, nil)), Wake: func() { s.woken++ },
		Platform: wechat.New("http://127.0.0.1:1", http.DefaultClient, db.Clock.Now), // nobody answers there
	}
	for _, f := range edit {
		f(&config)
	}
	s.handler = handlers.New(config).Handler()
	return s
}

// staff adds someone who can sign in.
func (s *site) staff(t *testing.T, role models.Role) models.Staff {
	t.Helper()
	member, err := s.AddStaff(t.Context(), modelstest.Tester, models.StaffInput{
		Email: string(role) + "@example.com", Name: "员工" + string(role), Role: role, Password: password,
	})
	if err != nil {
		t.Fatal(err)
	}
	return member
}

// browser keeps cookies as a browser does; header is sent with every request.
type browser struct {
	site    *site
	cookies map[string]string
	header  http.Header
	host    string // as it was typed; "": example.com
}

func (s *site) browser() *browser {
	return &browser{site: s, cookies: map[string]string{}, header: http.Header{}}
}

// as is a browser in which a new member of staff with this role is signed in.
func (s *site) as(t *testing.T, role models.Role) *browser {
	t.Helper()
	s.staff(t, role)
	b := s.browser()
	if r := b.signIn(t, string(role)+"@example.com", password); r.status != http.StatusSeeOther {
		t.Fatalf("sign in as %s: %d", role, r.status)
	}
	return b
}

func (b *browser) signIn(t *testing.T, email, password string) reply {
	t.Helper()
	return b.post(t, "/login", url.Values{"email": {email}, "password": {password}})
}

func (b *browser) get(t *testing.T, path string) reply {
	t.Helper()
	return b.do(t, http.MethodGet, path, nil)
}

// post sends a form with the token of the page before it.
func (b *browser) post(t *testing.T, path string, form url.Values) reply {
	t.Helper()
	if b.cookies["xinshi_csrf"] == "" {
		b.get(t, "/login")
	}
	if form == nil {
		form = url.Values{}
	}
	form.Set("_csrf", b.cookies["xinshi_csrf"])
	return b.do(t, http.MethodPost, path, form)
}

func (b *browser) do(t *testing.T, method, path string, form url.Values) reply {
	t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name := range b.header {
		r.Header.Set(name, b.header.Get(name))
	}
	if b.host != "" {
		r.Host = b.host
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.site.handler.ServeHTTP(w, r)
	got := reply{status: w.Code, header: w.Header(), body: w.Body.String(), cookies: map[string]*http.Cookie{}}
	for _, cookie := range w.Result().Cookies() {
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
			t.Errorf("%s %s sets %s", method, path, cookie.Raw)
		}
		got.cookies[cookie.Name] = cookie
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return got
}

// reply is what came back.
type reply struct {
	status  int
	header  http.Header
	body    string
	cookies map[string]*http.Cookie
}

func (r reply) doc(t *testing.T) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// text is what an element says, found by its data-testid.
func (r reply) text(t *testing.T, testID string) string {
	t.Helper()
	return strings.Join(strings.Fields(r.doc(t).Find(`[data-testid="`+testID+`"]`).Text()), " ")
}

// value is what stands in an input.
func (r reply) value(t *testing.T, name string) string {
	t.Helper()
	return r.doc(t).Find(`[name="`+name+`"]`).AttrOr("value", "")
}

func (r reply) want(t *testing.T, status int) reply {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d, want %d; Location %q\n%s", r.status, status, r.header.Get("Location"), r.body)
	}
	return r
}

// leadsTo checks a redirect.
func (r reply) leadsTo(t *testing.T, path string) reply {
	t.Helper()
	r.want(t, http.StatusSeeOther)
	if got := r.header.Get("Location"); got != path {
		t.Fatalf("leads to %q, want %q", got, path)
	}
	return r
}

// backend is a program with an API key.
type backend struct {
	site   *site
	key    string
	header http.Header
}

func (s *site) backend(t *testing.T, app models.App) *backend {
	t.Helper()
	key, _, err := s.AddAPIKey(t.Context(), modelstest.Tester, app.ID, "订单系统")
	if err != nil {
		t.Fatal(err)
	}
	return &backend{site: s, key: key, header: http.Header{}}
}

// call sends a body as it is and reads the answer as JSON.
func (b *backend) call(t *testing.T, method, path, body string) (reply, map[string]any) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if b.key != "" {
		r.Header.Set("Authorization", "Bearer "+b.key)
	}
	for name := range b.header {
		r.Header.Set(name, b.header.Get(name))
	}
	w := httptest.NewRecorder()
	b.site.handler.ServeHTTP(w, r)
	got := reply{status: w.Code, header: w.Header(), body: w.Body.String()}
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("answer is not JSON: %v\n%s", err, w.Body)
	}
	return got, answer
}
