package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/text"
)

// watchShifts sums up how far what is on the page moves by itself, as browsers
// count it: what follows a click or a key at once is not by itself.
const watchShifts = `window.shifted = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.shifted += e.value; }).observe({type: "layout-shift", buffered: true})`

// wantNoShift fails when the page has moved under whoever looks at it.
func wantNoShift(t *testing.T, b *tab, what string) {
	t.Helper()
	if moved := eval[float64](t, b, "window.shifted"); moved >= 0.1 {
		t.Errorf("%s: the layout shifts by %.3f, want less than 0.1", what, moved)
	}
}

// testNothingMoves: while one types, goes from person to person and watches a send,
// parts of the page are swapped, and neither the page nor the focus moves.
func testNothingMoves(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.signIn(t, demoEmail)
	writeToAll(t, b)

	eval[chromedp.Void](t, b, watchShifts)
	b.enter(t, testID("data.keyword1"), "周末果园采摘")
	b.until(t, "it on the card", saying(preview, "周末果园采摘"))
	if at := eval[string](t, b, "document.activeElement.name"); at != "data.keyword1" {
		t.Errorf("after a swap the focus is at %q", at)
	}
	b.enter(t, testID("preview-to"), "张三")
	b.until(t, "the card for them", saying(`[data-testid="preview-for"]`, "张三"))
	if at := eval[string](t, b, "document.activeElement.id"); at != "f-to" {
		t.Errorf("after a search the focus is at %q", at)
	}
	b.click(t, testID("step-previous"))
	b.until(t, "the one before", chromedp.JSPath(`document.querySelector('[data-testid="preview-for"]').textContent !== "张三"`))
	b.until(t, "their openid", chromedp.JSPath(`document.querySelector("#f-to").value !== "张三"`))
	if at := eval[string](t, b, "document.activeElement.id"); at != "step-previous" {
		t.Errorf("after a step the focus is at %q", at)
	}
	wantNoShift(t, b, "writing")

	b.click(t, testID("next"))
	b.until(t, "the forecast", testID("forecast"))
	b.click(t, testID("next"))
	b.until(t, "what will happen", testID("will"))
	b.click(t, testID("send"))
	b.until(t, "the page of the batch", testID("live"))
	eval[chromedp.Void](t, b, watchShifts)
	b.until(t, "the end", saying(`[data-testid="state"]`, "已完成"))
	wantNoShift(t, b, "watching a send")
}
