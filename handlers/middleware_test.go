package handlers_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

func discard() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func TestForeignFormsAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	cases := []struct {
		name, site, token string
		want              int
	}{
		{"the page's token", "", "right", http.StatusSeeOther},
		{"no token", "", "", http.StatusForbidden},
		{"a wrong token", "", "wrong", http.StatusForbidden},
		{"same origin", "same-origin", "", http.StatusSeeOther},
		{"another site", "cross-site", "right", http.StatusForbidden},
		{"a neighbour", "same-site", "right", http.StatusForbidden},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := s.browser()
			page := b.get(t, "/login")
			form := url.Values{"lang": {"en"}}
			switch c.token {
			case "right":
				form.Set("_csrf", page.value(t, "_csrf"))
			case "wrong":
				form.Set("_csrf", strings.Repeat("x", 32))
			}
			if c.site != "" {
				b.header.Set("Sec-Fetch-Site", c.site)
			}
			got := b.do(t, http.MethodPost, "/preferences", form).want(t, c.want)
			if c.want == http.StatusForbidden && !strings.Contains(got.text(t, "error"), "刷新后重新提交") {
				t.Errorf("does not say what to do: %q", got.text(t, "error"))
			}
		})
	}
}

func TestEveryFormCarriesTheToken(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	for _, site := range []string{"", "same-origin"} {
		b.header.Set("Sec-Fetch-Site", site)
		for _, path := range []string{"/login", "/settings/apps/new", "/settings/staff", "/no/such/page"} {
			doc := b.get(t, path).doc(t)
			if doc.Find("form").Length() == 0 && path != "/login" {
				t.Errorf("%s has no form", path)
			}
			if n := doc.Find(`form[method="post"]:not(:has(input[name="_csrf"]:not([value=""])))`).Length(); n > 0 {
				t.Errorf("%s (%q): %d forms without a token", path, site, n)
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	for _, path := range []string{"/login", "/", "/no/such/page", "/healthz", "/api/v1/nothing"} {
		got := s.browser().get(t, path)
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got.header.Get(name), want)
			}
		}
		policy := got.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; style-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if got.header.Get("X-Request-Id") == "" || got.header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no request id or no permissions policy", path)
		}
	}
}

func TestLanguageAndTheme(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	cases := []struct{ name, accept, cookie, want string }{
		{"Chinese unless told otherwise", "", "", "zh-CN"},
		{"the browser's", "en-GB,en;q=0.8", "", "en"},
		{"the browser prefers Chinese", "zh-TW,en;q=0.8", "", "zh-CN"},
		{"neither of ours", "fr", "", "zh-CN"},
		{"the one chosen here", "zh-CN", "en", "en"},
		{"a cookie of nonsense", "en", "tlh", "zh-CN"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := s.browser()
			b.header.Set("Accept-Language", c.accept)
			if c.cookie != "" {
				b.cookies["xinshi_lang"] = c.cookie
			}
			if got := b.get(t, "/login").doc(t).Find("html").AttrOr("lang", ""); got != c.want {
				t.Errorf("language %q, want %q", got, c.want)
			}
		})
	}
	b := s.browser()
	b.post(t, "/preferences", url.Values{"theme": {"jade-dark"}, "back": {"/login"}}).leadsTo(t, "/login")
	if got := b.get(t, "/login").doc(t).Find("html").AttrOr("data-theme", ""); got != "jade-dark" {
		t.Errorf("theme %q", got)
	}
	b.post(t, "/preferences", url.Values{"theme": {""}}).leadsTo(t, "/")
	if got, chosen := b.get(t, "/login").doc(t).Find("html").Attr("data-theme"); chosen {
		t.Errorf("theme %q after going back to the system's", got)
	}
}

func TestLogHoldsNoQuery(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	got := s.browser().get(t, "/login?next=/secret-search-words")
	line := s.log.String()
	if strings.Contains(line, "secret-search-words") {
		t.Errorf("the query stands in the log: %s", line)
	}
	if !strings.Contains(line, got.header.Get("X-Request-Id")) || !strings.Contains(line, "status=200") {
		t.Errorf("log line: %s", line)
	}
}

func TestLargeFormsAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.browser()
	got := b.post(t, "/login", url.Values{"email": {strings.Repeat("x", 1<<20)}})
	got.want(t, http.StatusRequestEntityTooLarge)
}

func TestErrorPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	cases := []struct {
		name, method, path, says string
		want                     int
	}{
		{"no such page", http.MethodGet, "/nothing/here", "没有找到", http.StatusNotFound},
		{"no such App", http.MethodGet, "/settings/apps/77", "没有找到", http.StatusNotFound},
		{"an id that is none", http.MethodGet, "/settings/apps/x", "没有找到", http.StatusNotFound},
		{"a wrong method", http.MethodDelete, "/login", "不支持", http.StatusMethodNotAllowed},
		{"an unknown filter", http.MethodGet, "/audit?colour=red", "请求有误", http.StatusBadRequest},
		{"a cursor that is none", http.MethodGet, "/audit?before=x", "请求有误", http.StatusBadRequest},
		{"a broken query", http.MethodGet, "/audit?%zz", "请求有误", http.StatusBadRequest},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := b.do(t, c.method, c.path, nil).want(t, c.want)
			words := got.text(t, "error")
			if !strings.Contains(words, c.says) || !strings.Contains(words, got.header.Get("X-Request-Id")) {
				t.Errorf("says %q", words)
			}
		})
	}
}

func TestPanicBecomesAnErrorPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t), func(c *handlers.Config) {
		c.EngineAlive = func() error { panic("secret cause") }
	})
	got := s.browser().get(t, "/readyz").want(t, http.StatusInternalServerError)
	id := got.header.Get("X-Request-Id")
	if !strings.Contains(got.text(t, "error"), id) || strings.Contains(got.body, "secret cause") {
		t.Errorf("the page says %q", got.text(t, "error"))
	}
	log := s.log.String()
	if strings.Count(log, "secret cause") != 1 || !strings.Contains(log, "middleware_test.go") || !strings.Contains(log, id) {
		t.Errorf("the log says %s", log)
	}
}

func TestHtmxIsSentToSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.browser()
	b.header.Set("HX-Request", "true")
	got := b.get(t, "/").want(t, http.StatusUnauthorized)
	if got.header.Get("HX-Redirect") != "/login" || got.body != "" {
		t.Errorf("HX-Redirect %q, body %q", got.header.Get("HX-Redirect"), got.body)
	}
}

func TestClientAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.browser()
	b.header.Set("X-Forwarded-For", "203.0.113.9")
	b.get(t, "/login")
	if strings.Contains(s.log.String(), "203.0.113.9") {
		t.Error("believed X-Forwarded-For from anyone")
	}
}
