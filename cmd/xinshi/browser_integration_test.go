package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// integrationPages are the developer's.
var integrationPages = []sitePage{
	{name: "integration", path: paths.Integration(demoAppid)},
	{name: "integration key", path: paths.Integration(demoAppid), prepare: func(t *testing.T, b *tab) { addKey(t, b, "活动页后端") }},
	{name: "integration java", path: paths.With(paths.Integration(demoAppid), "lang", "java")},
	{name: "integration calls", path: paths.IntegrationCalls(demoAppid)},
	{name: "integration reference", path: paths.IntegrationReference(demoAppid)},
	{name: "integration reference messages", path: paths.With(paths.IntegrationReference(demoAppid), "group", "messages")},
	{name: "integration reference errors", path: paths.With(paths.IntegrationReference(demoAppid), "group", "errors")},
}

const sampleCode = `document.getElementById("sample-server").textContent`

// testIntegration is a developer's first hour: a key, a sample in another
// language and for another template, copied, and the call that appears by itself.
func testIntegration(t *testing.T, browser context.Context) {
	in := startDemo(t)
	b := openTab(t, browser, in, look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.signIn(t, demoEmail)
	b.click(t, testID("nav-integration"))
	b.until(t, "the steps", testID("step-access"))
	key := addKey(t, b, "订单系统")
	b.visit(t, paths.Integration(demoAppid))
	if strings.Contains(eval[string](t, b, "document.body.innerText"), key) {
		t.Error("the key is shown a second time")
	}

	stay(t, b)
	b.click(t, testID("lang-python"))
	b.until(t, "the sample in Python", sampleCode+`.includes("import urllib.request")`)
	b.until(t, "the tab is marked", find(`[data-testid="lang-python"][aria-current]`))
	b.choose(t, `[data-testid="sample-template"] select`, "到货提醒")
	b.until(t, "the sample for the other template", sampleCode+`.includes(`+chromedp.JSPath(quote(sampleTemplates[2].TemplateID))+`)`)
	b.until(t, "it stays in Python", sampleCode+`.includes("import urllib.request")`)
	stayed(t, b, "the page was left while choosing")
	if at := eval[string](t, b, "location.search"); !strings.Contains(at, "lang=python") || !strings.Contains(at, "template=") {
		t.Errorf("the address says %q", at)
	}

	eval[chromedp.Void](t, b, `navigator.clipboard.writeText = async text => { window.copied = text }`)
	b.click(t, find(`[data-copy="sample-server"]`))
	b.until(t, "it is copied", `window.copied === `+sampleCode)
	b.until(t, "the button says so", saying(`[data-copy="sample-server"]`, "已复制"))
	eval[chromedp.Void](t, b, `navigator.clipboard.writeText = async () => { throw new Error("no clipboard") }`)
	b.click(t, find(`[data-copy="sample-collect"]`))
	b.until(t, "without a clipboard it is selected", `getSelection().toString().includes("module.exports")`)

	if status, _ := in.call(t, http.MethodPost, paths.APIMessages, key, map[string]any{"templates": "T"}); status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong call is answered %d", status)
	}
	b.until(t, "the call and what was wrong", saying(`[data-testid="call"]`, "没有这个字段"))
	b.click(t, saying(`#calls a`, "只看出错的"))
	b.until(t, "the log", saying(`[data-testid="call"]`, "422 invalid"))
	in.call(t, http.MethodGet, paths.APIMessage(77), key, nil)
	b.until(t, "the next one, by itself", saying(`[data-testid="call"]`, "404 not_found"))

	b.visit(t, paths.Integration(demoAppid))
	b.click(t, find(`[data-testid="revoke"] summary`))
	b.click(t, find(`[data-testid="revoke"] .btn-error`))
	b.until(t, "the key is revoked", saying(`[data-testid="key"]`, "已吊销"))
	if status, _ := in.call(t, http.MethodGet, paths.APIMessage(77), key, nil); status != http.StatusUnauthorized {
		t.Errorf("a revoked key is answered %d", status)
	}
}

// testIntegrationWithoutScript is the same with plain links and forms.
func testIntegrationWithoutScript(t *testing.T, browser context.Context) {
	in := startDemo(t)
	b := openTab(t, browser, in, look{width: narrow, lang: text.EN, theme: layout.ThemeDark, noScript: true})
	b.signIn(t, demoEmail)
	b.visit(t, paths.Integration(demoAppid))
	key := addKey(t, b, "order system")
	b.click(t, testID("lang-go"))
	b.until(t, "the sample in Go", sampleCode+`.includes("package main")`)
	if !strings.HasSuffix(eval[string](t, b, "location.href"), "#server") {
		t.Error("the tab leads to the top of the page")
	}
	b.choose(t, `[data-testid="sample-template"] select`, "活动报名结果")
	b.click(t, find(`[data-testid="sample-template"] button`))
	b.until(t, "the sample for the other template", sampleCode+`.includes(`+chromedp.JSPath(quote(sampleTemplates[1].TemplateID))+`)`)
	if b.has(t, `getComputedStyle(document.querySelector("[data-copy]")).display !== "none"`) {
		t.Error("a button that can do nothing is shown")
	}
	in.call(t, http.MethodGet, paths.APIMessage(77), key, nil)
	b.visit(t, paths.IntegrationReference(demoAppid))
	b.click(t, saying(".ref-link", "Statuses"))
	b.until(t, "the errors", find("#error-rate_limited"))
	for range 100 {
		b.visit(t, paths.IntegrationCalls(demoAppid))
		if b.has(t, saying(`[data-testid="call"]`, "404 not_found")) {
			break
		}
	}
	b.until(t, "the call", saying(`[data-testid="call"]`, "404 not_found"))
	b.visit(t, paths.Integration(demoAppid))
	b.click(t, find(`[data-testid="revoke"] summary`))
	b.click(t, find(`[data-testid="revoke"] .btn-error`))
	b.until(t, "the key is revoked", saying(`[data-testid="key"]`, "Revoked"))
}

// addKey makes a key in the page and returns it.
func addKey(t *testing.T, b *tab, name string) string {
	t.Helper()
	b.enter(t, testID("key-name"), name)
	b.click(t, testID("add-key"))
	b.until(t, "the key", find("#new-key"))
	key := eval[string](t, b, `document.getElementById("new-key").textContent`)
	if !strings.HasPrefix(key, "xs_") {
		t.Fatalf("the key is %q", key)
	}
	return key
}
