package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/text"
)

// sendToMany goes through the five steps to the page of the batch.
func sendToMany(t *testing.T, b *tab, script bool) {
	t.Helper()
	checkDraft(t, b, script)
	b.click(t, testID("next"))
	b.until(t, "the numbers", testID("split"))
	b.click(t, testID("send"))
	b.until(t, "the page of the batch", testID("live"))
}

// testSendToMany: the batch's page follows by its stream, and asks for nothing.
func testSendToMany(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.signIn(t, demoEmail)
	sendToMany(t, b, true)
	stay(t, b)
	b.until(t, "the end", saying(`[data-testid="state"]`, "已完成"))
	stayed(t, b, "the page was left while it followed")
	b.until(t, "the stream has ended", chromedp.JSPath(`performance.getEntriesByType("resource").some(e => e.name.includes("/live?"))`))
	if b.has(t, find(`#batch-live[data-stream]`)) {
		t.Error("it goes on following")
	}
}

// testSendToManyWithoutScript is the same with plain forms and links.
func testSendToManyWithoutScript(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: narrow, lang: text.ZH, theme: layout.ThemeDark, noScript: true})
	b.signIn(t, demoEmail)
	sendToMany(t, b, false)
	for range 100 {
		if b.has(t, saying(`[data-testid="state"]`, "已完成")) {
			break
		}
		b.do(t, "reload", chromedp.Reload())
	}
	b.until(t, "the end", saying(`[data-testid="state"]`, "已完成"))
}
