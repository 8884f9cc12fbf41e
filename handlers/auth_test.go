package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		s.staff(t, models.RoleAdmin)
		b := s.browser()
		b.get(t, "/login").want(t, http.StatusOK)
		if b.cookies["xinshi_session"] != "" {
			t.Error("a visitor got a session before signing in")
		}

		wrong := b.signIn(t, "admin@example.com", "wrong <password>").want(t, http.StatusUnprocessableEntity)
		if got := wrong.text(t, "sign-in-error"); got != "邮箱或密码不正确，请检查后重试。" {
			t.Errorf("says %q", got)
		}
		if wrong.value(t, "email") != "admin@example.com" || strings.Contains(wrong.body, "wrong &lt;password&gt;") {
			t.Error("the email is lost, or the password was sent back")
		}

		b.signIn(t, " Admin@Example.com ", password).leadsTo(t, "/")
		b.get(t, "/").leadsTo(t, "/settings/apps/new")
		b.get(t, "/login?next=/audit").leadsTo(t, "/audit")

		token := b.cookies["xinshi_session"]
		b.post(t, "/logout", nil).leadsTo(t, "/login")
		if b.cookies["xinshi_session"] != "" {
			t.Error("the cookie stayed after signing out")
		}
		b.cookies["xinshi_session"] = token
		b.get(t, "/").leadsTo(t, "/login?next=%2F")
	})
}

func TestSignInIsLockedAfterFailures(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	s.staff(t, models.RoleAdmin)
	b := s.browser()
	for range 5 {
		b.signIn(t, "admin@example.com", "wrong").want(t, http.StatusUnprocessableEntity)
	}
	locked := b.signIn(t, "admin@example.com", password).want(t, http.StatusTooManyRequests)
	if !strings.Contains(locked.text(t, "sign-in-error"), "15 分钟") || locked.header.Get("Retry-After") == "" {
		t.Errorf("does not say how long to wait: %q", locked.text(t, "sign-in-error"))
	}
	s.Clock.Advance(16 * time.Minute)
	b.signIn(t, "admin@example.com", password).leadsTo(t, "/")
}

func TestFirstRunSaysHowToAddStaff(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	if page := s.browser().get(t, "/login"); !strings.Contains(page.body, "xinshi staff add") {
		t.Error("a fresh installation does not say how to go on")
	}
	s.staff(t, models.RoleAdmin)
	if page := s.browser().get(t, "/login"); strings.Contains(page.body, "xinshi staff add") {
		t.Error("says it although there is staff")
	}
}

func TestSessionIsFreshAfterSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	s.staff(t, models.RoleAdmin)
	b := s.browser()
	planted := models.NewSessionToken()
	if err := s.SaveSession(t.Context(), planted, models.Session{Data: `[{"tone":"info","text":"x"}]`}); err != nil {
		t.Fatal(err)
	}
	b.cookies["xinshi_session"] = planted
	b.signIn(t, "admin@example.com", password).leadsTo(t, "/")
	if b.cookies["xinshi_session"] == planted {
		t.Fatal("the id from before signing in still holds")
	}
	if _, err := s.LoadSession(t.Context(), planted); err == nil {
		t.Error("the planted session is still stored")
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, publicURL, prefix string }{
		{"over http", "http://10.0.0.5:8080", ""},
		{"over https", "https://push.example.com", "__Host-"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, modelstest.SQLite(t), func(config *handlers.Config) { config.PublicURL = c.publicURL })
			s.staff(t, models.RoleAdmin)
			b := s.browser()
			b.header.Set("Sec-Fetch-Site", "same-origin")
			signedIn := b.do(t, http.MethodPost, "/login", url.Values{"email": {"admin@example.com"}, "password": {password}}).want(t, http.StatusSeeOther)
			b.header.Del("Sec-Fetch-Site")
			page := b.get(t, "/login")
			for _, cookie := range []*http.Cookie{signedIn.cookies[c.prefix+"xinshi_session"], signedIn.cookies[c.prefix+"xinshi_device"], page.cookies[c.prefix+"xinshi_csrf"]} {
				if cookie == nil {
					t.Fatalf("a cookie is missing: %v, %v", signedIn.cookies, page.cookies)
				}
				if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure != (c.prefix != "") || cookie.Domain != "" {
					t.Errorf("flags of %s: %s", cookie.Name, cookie.Raw)
				}
			}
			if hsts := page.header.Get("Strict-Transport-Security"); (hsts != "") != (c.prefix != "") {
				t.Errorf("HSTS is %q", hsts)
			}
		})
	}
}

func TestDisabledStaffIsSignedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	member := s.staff(t, models.RoleOperator)
	b := s.browser()
	b.signIn(t, member.Email, password).leadsTo(t, "/")
	b.get(t, "/").want(t, http.StatusOK)
	in := models.StaffInput{Email: member.Email, Name: member.Name, Role: member.Role, Disabled: true}
	if _, err := s.UpdateStaff(t.Context(), modelstest.Tester, member.ID, in); err != nil {
		t.Fatal(err)
	}
	b.get(t, "/").leadsTo(t, "/login?next=%2F")
}

func TestDatabaseErrorIsNotSignedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	broken := modelstest.Open(t, s.URL, s.Clock.Now)
	if err := broken.Close(); err != nil {
		t.Fatal(err)
	}
	s.handler = handlers.New(handlers.Config{Store: broken, Now: s.Clock.Now, Log: discard()}).Handler()
	got := b.get(t, "/").want(t, http.StatusInternalServerError)
	if !strings.Contains(got.body, got.header.Get("X-Request-Id")) {
		t.Error("the page does not show the request id")
	}
	if strings.Contains(got.body, "sql") {
		t.Error("the page shows the cause")
	}
}

func TestNextStaysOnThisSite(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	s.staff(t, models.RoleAdmin)
	cases := []struct{ name, next, want string }{
		{"a page of ours", "/audit?action=app.add", "/audit?action=app.add"},
		{"another site", "https://evil.example/", "/"},
		{"another site without scheme", "//evil.example/", "/"},
		{"a backslash", `/\evil.example`, "/"},
		{"a path that a browser takes for a host", "/\t/evil.example", "/"},
		{"three slashes", "///evil.example", "/"},
		{"a scheme without a host", "https:evil.example", "/"},
		{"a script", "javascript:alert(1)", "/"},
		{"credentials", "//user@evil.example", "/"},
		{"an escaped slash", "/%2Fevil.example", "/%2Fevil.example"}, // a path of ours, which does not exist
		{"nothing", "", "/"},
	}
	for _, c := range cases {
		b := s.browser()
		b.get(t, "/login")
		got := b.post(t, "/login", url.Values{"email": {"admin@example.com"}, "password": {password}, "next": {c.next}})
		t.Run(c.name, func(t *testing.T) { got.leadsTo(t, c.want) })
		t.Run(c.name+", preferences", func(t *testing.T) {
			want := c.want
			b.post(t, "/preferences", url.Values{"lang": {"en"}, "back": {c.next}}).leadsTo(t, want)
		})
	}
}
