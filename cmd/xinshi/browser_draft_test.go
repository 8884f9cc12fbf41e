package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// slowSaves makes every save of htmx take as long as it does over a poor line.
const slowSaves = `(() => { const fetch = window.fetch; window.fetch = async (...a) => { const r = await fetch(...a); await new Promise(d => setTimeout(d, 300)); return r; }; })()`

// testDraftInHaste: who goes on while a form still saves itself, or types faster
// than it saves, is in nobody's way: not in their own either.
func testDraftInHaste(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.signIn(t, demoEmail)
	b.visit(t, paths.DraftNew(demoAppid))
	beginDraft(t, b)
	eval[chromedp.Void](t, b, slowSaves)
	eval[chromedp.Void](t, b, string(find(`input[name="audience"][value="reachable"]`))+".click()")
	eval[chromedp.Void](t, b, string(find(`input[name="audience"][value="all"]`))+".click(); "+string(testID("next"))+".click()")
	b.until(t, "the keywords", testID("line"))

	eval[chromedp.Void](t, b, slowSaves)
	for i, value := range []string{"一", "一二", "一二三"} {
		eval[chromedp.Void](t, b, `(() => { const i = document.querySelectorAll('[data-testid="line"] input[type=text]')[0]; i.value = `+quote(value)+`; i.dispatchEvent(new Event("change", {bubbles: true})); })()`)
		if i > 0 && b.has(t, testID("stale")) {
			t.Fatal("one's own typing passes for somebody else's")
		}
	}
	b.until(t, "the last of it on the card", saying(preview, "一二三"))
	if b.has(t, testID("stale")) {
		t.Error("one's own typing passes for somebody else's")
	}
	eval[chromedp.Void](t, b, `(() => { const i = document.querySelector('[data-testid="data.keyword1"]'); i.value = "四"; i.dispatchEvent(new Event("change", {bubbles: true})); `+string(testID("next"))+`.click(); })()`)
	b.until(t, "the forecast", testID("forecast"))
}
