package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// While another page is on its way the browser answers no questions. So the page
// itself notes what is to be seen, and asks for an address that says it has.
const (
	skeletonSeen = "/healthz"
	noteSkeleton = `new MutationObserver(() => {
		const values = document.querySelectorAll("main[aria-busy] tbody td > *");
		sessionStorage.bare = [...values].length > 0 && [...values].every(e => !e.checkVisibility({visibilityProperty: true}));
		fetch("` + skeletonSeen + `").catch(() => {});
	}).observe(document.querySelector("main"), {attributes: true, attributeFilter: ["aria-busy"]})`
)

// hold keeps every request of the page on its way, until release lets them go. The
// channel tells the paths that are asked for meanwhile.
func (b *tab) hold(t *testing.T) <-chan string {
	t.Helper()
	asked := make(chan string, 100)
	must(t, chromedp.Listen(b.ctx, func(event any) {
		if paused, ok := event.(*fetch.EventRequestPaused); ok {
			asked <- strings.TrimPrefix(paused.Request.URL, b.base)
		}
	}))
	call(t, b, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, fetch.Enable, fetch.EnableParams{})
		return err
	})
	return asked
}

func (b *tab) release(t *testing.T) {
	t.Helper()
	call(t, b, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, fetch.Disable, cdp.Empty{})
		return err
	})
}

// testSkeletons: what takes its time shows where it will stand until it is there.
func testSkeletons(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.signIn(t, demoEmail)
	b.visit(t, paths.Recipients(demoAppid))
	eval[chromedp.Void](t, b, noteSkeleton)
	asked := b.hold(t)
	eval[chromedp.Void](t, b, `void setTimeout(() => document.querySelector('a[data-key="t"]').click())`)
	deadline := time.After(patience)
	for path := ""; path != skeletonSeen; {
		select {
		case path = <-asked:
		case <-deadline:
			t.Fatal("a page that does not come shows no skeleton")
		}
	}
	b.release(t)
	b.until(t, "the templates", saying("h1", "模板"))
	if bare := eval[string](t, b, "sessionStorage.bare"); bare != "true" {
		t.Error("values show through the skeleton")
	}
	if b.has(t, find("[aria-busy]")) {
		t.Error("a page that has come is still marked as on its way")
	}

	writeToAll(t, b)
	b.hold(t)
	b.enter(t, testID("data.keyword1"), "夜游果园")
	b.until(t, "a skeleton of the card", find(`#preview[aria-busy="true"] dd`))
	b.release(t)
	b.until(t, "the card", saying(preview, "夜游果园"))
	b.until(t, "no skeleton", chromedp.JSPath(`!document.querySelector("[aria-busy]")`))
}
