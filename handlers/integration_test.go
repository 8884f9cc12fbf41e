package handlers_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	app, other := s.App(t), s.App(t)
	page := paths.Integration(app.Appid)
	if b.get(t, page).want(t, http.StatusOK).text(t, "no-keys") == "" {
		t.Error("an App without keys does not say so")
	}
	refused := b.post(t, paths.IntegrationKeys(app.Appid), url.Values{"name": {strings.Repeat("名", 101)}}).want(t, http.StatusUnprocessableEntity)
	if refused.text(t, "error-name") == "" || refused.value(t, "name") != strings.Repeat("名", 101) {
		t.Errorf("a name that is too long: %q, kept %q", refused.text(t, "error-name"), refused.value(t, "name"))
	}
	shown := b.post(t, paths.IntegrationKeys(app.Appid), url.Values{"name": {"订单系统"}}).want(t, http.StatusOK)
	key := shown.doc(t).Find(`[data-testid="new-key"] pre`).Text()
	row, err := s.APIKeyFor(t.Context(), key)
	if err != nil || row.AppID != app.ID {
		t.Fatalf("the key shown does not work: %v", err)
	}
	again := b.get(t, page)
	if strings.Contains(again.body, key) {
		t.Error("the key is shown a second time")
	}
	if list := again.text(t, "keys"); !strings.Contains(list, "订单系统") || !strings.Contains(list, row.Prefix) {
		t.Errorf("the list says %q", list)
	}
	b.post(t, paths.IntegrationKeyRevoke(other.Appid, row.ID), nil).want(t, http.StatusNotFound)
	b.post(t, paths.IntegrationKeyRevoke(app.Appid, row.ID), nil).leadsTo(t, page)
	if _, err := s.APIKeyFor(t.Context(), key); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the key still works: %v", err)
	}
	if revoked := b.get(t, page); revoked.doc(t).Find(`[data-testid="revoke"]`).Length() != 0 || !strings.Contains(revoked.text(t, "keys"), "已吊销") {
		t.Errorf("the list says %q", revoked.text(t, "keys"))
	}
}

// Everyone may read the samples; keys are an admin's, in the page and behind it.
func TestIntegrationByRole(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.backend(t, app)
	for _, role := range models.Roles {
		b := s.as(t, role)
		page := b.get(t, paths.Integration(app.Appid)).want(t, http.StatusOK)
		admin := role.Can(models.PermApps)
		for id, want := range map[string]bool{"keys": admin, "key-form": admin, "keys-not-yours": !admin, "sample-server": true, "calls": true, "nav-integration": true} {
			if got := page.doc(t).Find(`[data-testid="`+id+`"]`).Length() == 1; got != want {
				t.Errorf("%s: %s is there: %t, want %t", role, id, got, want)
			}
		}
		if leads := page.doc(t).Find(`[data-testid="collect-off"] a`).Length() == 1; leads != admin {
			t.Errorf("%s: a link to the settings: %t", role, leads)
		}
		b.get(t, paths.IntegrationCalls(app.Appid)).want(t, http.StatusOK)
		b.get(t, paths.IntegrationReference(app.Appid)).want(t, http.StatusOK)
	}
}

func TestIntegrationGuide(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t), func(c *handlers.Config) { c.PublicURL = "http://push.example.com/" })
	b := s.as(t, models.RoleOperator)
	app := s.App(t)
	path := paths.Integration(app.Appid)
	empty := b.get(t, path).want(t, http.StatusOK)
	if empty.text(t, "no-templates") == "" || empty.text(t, "no-subscribe") == "" || !strings.Contains(empty.text(t, "sample-server"), "TEMPLATE_ID") {
		t.Error("an App without templates is not told what is missing")
	}
	first := s.Template(t, app, func(in *models.TemplateInput) {
		in.TemplateID, in.Title = "TPL-SHIPPED", "订单发货通知"
		in.Keywords = append(in.Keywords, models.KeywordInput{Key: "keyword3", Name: `引号"与\反斜杠`, Field: "note"})
	})
	s.Template(t, app, func(in *models.TemplateInput) {
		in.TemplateID, in.Title, in.Kind = "TPL-RESTOCK", "到货提醒", models.KindSubscribeOnce
	})
	s.Template(t, app, func(in *models.TemplateInput) {
		in.TemplateID, in.Title, in.Kind = "TPL-LONG", "长期", models.KindSubscribeLong
	})
	second := s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID, in.Title = "TPL-SIGNUP", "报名结果" })

	page := b.get(t, path)
	wantIn := func(id string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if code := page.doc(t).Find(`[data-testid="` + id + `"] pre`).Text(); !strings.Contains(code, part) {
				t.Errorf("%s lacks %q:\n%s", id, part, code)
			}
		}
	}
	if got := page.text(t, "base"); got != "http://push.example.com" || page.text(t, "no-public-url") != "" {
		t.Errorf("the address is %q", got)
	}
	wantIn("sample-collect", `"http://push.example.com/collect/`+app.Appid+`"`, "the formId is a mock one", "requestFormId:fail")
	wantIn("sample-form-wxml", `report-submit="{{true}}"`)
	wantIn("sample-subscribe", `"TPL-RESTOCK", // 到货提醒`)
	if strings.Contains(page.text(t, "sample-subscribe"), "TPL-LONG") {
		t.Error("two kinds of subscription in one dialog are refused by the platform")
	}
	wantIn("sample-server", "http://push.example.com", first.TemplateID, `"order_no"`, `"shipped_at"`, `引号\"与\\反斜杠`)

	for _, lang := range []string{"curl", "go", "java", "php", "node", "python"} {
		page = b.get(t, paths.With(path, "lang", lang, "template", id(second.ID))).want(t, http.StatusOK)
		wantIn("sample-server", "TPL-SIGNUP", "/api/v1/send-codes", "/api/v1/payments/", "/api/v1/messages/bulk", "XINSHI_KEY")
		if current := page.doc(t).Find(`[data-testid="lang-` + lang + `"][aria-current]`); current.Length() != 1 {
			t.Errorf("%s is not marked as chosen", lang)
		}
		page.doc(t).Find(`[data-testid="languages"] a`).Each(func(_ int, a *goquery.Selection) {
			if href, _ := a.Attr("href"); !strings.Contains(href, id(second.ID)) {
				t.Errorf("%s forgets the template: %s", a.Text(), href)
			}
		})
	}
	for _, query := range []string{"lang=cobol", "template=x", "color=red"} {
		b.get(t, path+"?"+query).want(t, http.StatusBadRequest)
	}
}

// Without a configured address the samples use that of the visit, unless it is
// none that could stand in a program.
func TestIntegrationGuessesItsAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleOperator)
	app := s.App(t)
	for host, want := range map[string]string{
		"":                  "http://example.com",
		"192.0.2.7:8080":    "http://192.0.2.7:8080",
		"[2001:db8::7]:80":  "http://[2001:db8::7]:80",
		"a'$(reboot)'.test": "http://localhost",
	} {
		b.host = host
		page := b.get(t, paths.Integration(app.Appid)).want(t, http.StatusOK)
		if got := page.text(t, "base"); got != want || page.text(t, "no-public-url") == "" {
			t.Errorf("%s: %q", host, got)
		}
	}
}

func TestOpenAPIIsServed(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	for path, contentType := range map[string]string{paths.OpenAPIYAML: "application/yaml", paths.OpenAPIJSON: "application/json"} {
		got := s.browser().get(t, path).want(t, http.StatusOK)
		if got.header.Get("Content-Type") != contentType || got.header.Get("Access-Control-Allow-Origin") != "*" || len(got.cookies) > 0 {
			t.Errorf("%s: %v", path, got.header)
		}
		if !strings.Contains(got.body, "/api/v1/messages/{id}") {
			t.Errorf("%s is not the document", path)
		}
	}
}

// The reference shows every call of the document, in both languages.
func TestReference(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAuditor)
	app := s.App(t)
	path := paths.IntegrationReference(app.Appid)
	var document struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	noError(t, json.Unmarshal([]byte(b.get(t, paths.OpenAPIJSON).body), &document))
	if len(document.Paths) < 6 {
		t.Fatalf("the document has %d paths", len(document.Paths))
	}
	for lang, words := range map[string]string{"zh": "上报发送码", "en": "Report send codes"} {
		b.cookies["xinshi_lang"] = lang
		page := b.get(t, path).want(t, http.StatusOK)
		if !strings.Contains(page.text(t, "operation"), words) || !strings.Contains(page.text(t, "operation"), "codes[].openid") {
			t.Errorf("%s: %q", lang, page.text(t, "operation"))
		}
		var shown []string
		page.doc(t).Find(".ref-link").Each(func(_ int, a *goquery.Selection) {
			href, _ := a.Attr("href")
			group, anchor, _ := strings.Cut(href, "#")
			there := b.get(t, group).want(t, http.StatusOK)
			if there.doc(t).Find("#"+anchor).Length() != 1 {
				t.Errorf("%s leads nowhere", href)
			}
			shown = append(shown, anchor)
			if strings.Contains(there.body, "x-description-en") {
				t.Errorf("%s shows the document's own words", href)
			}
		})
		for path, calls := range document.Paths {
			for method, call := range calls {
				if !slices.Contains(shown, call.OperationID) {
					t.Errorf("%s %s is not in the reference", method, path)
				}
			}
		}
	}
	errors := b.get(t, path+"?group=errors").want(t, http.StatusOK)
	for _, word := range []string{"rate_limited", "no_send_code", "unknown_field", "error.fields[].reason"} {
		if !strings.Contains(errors.body, word) {
			t.Errorf("the page of errors lacks %s", word)
		}
	}
	b.get(t, path+"?group=nothing").want(t, http.StatusBadRequest)
}
