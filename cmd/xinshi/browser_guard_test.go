package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// testGuards guards the guards: a tab that heard nothing and an axe that saw
// nothing would let every page pass.
func testGuards(t *testing.T, browser context.Context) {
	in := startDemo(t)
	b := openTab(t, browser, in, look{width: narrow, lang: text.ZH, theme: layout.ThemeLight})
	for name, test := range map[string]struct{ script, says string }{
		"a style attribute": {`document.body.setAttribute("style", "color: red")`, "Content Security Policy"},
		"an inline script":  {`document.body.append(Object.assign(document.createElement("script"), {textContent: "1"}))`, "Content Security Policy"},
		"an exception":      {`setTimeout(() => { throw new Error("broken") })`, "broken"},
		"an error logged":   {`console.error("broken")`, "broken"},
		"a missing file":    {`document.body.append(Object.assign(new Image(), {src: "/static/missing.png"}))`, "404"},
	} {
		b.visit(t, paths.Login)
		eval[chromedp.Void](t, b, "{"+test.script+"}")
		if heard := b.waitForComplaint(); !strings.Contains(heard, test.says) {
			t.Errorf("%s: heard %q", name, heard)
		}
	}

	b.visit(t, paths.Login)
	wide := `document.body.append(Object.assign(document.createElement("pre"), {textContent: "wide".repeat(200)}))`
	eval[chromedp.Void](t, b, "{"+wide+"}")
	if len(overflow(t, b)) == 0 {
		t.Error("a wide page was not noticed")
	}

	b = openTab(t, browser, in, look{width: narrow, lang: text.ZH, theme: layout.ThemeLight, bypassCSP: true})
	b.visit(t, paths.Login)
	eval[chromedp.Void](t, b, `document.querySelectorAll("label").forEach(l => l.remove())`)
	eval[chromedp.Void](t, b, readAxe(t))
	if report := runAxe(t, b).String(); !strings.Contains(report, "label") {
		t.Errorf("axe does not miss the labels: %q", report)
	}
}

// waitForComplaint returns the first thing the tab hears.
func (b *tab) waitForComplaint() string {
	for range int(patience / (20 * time.Millisecond)) {
		if heard := b.heard(); len(heard) > 0 {
			return strings.Join(heard, "; ")
		}
		time.Sleep(20 * time.Millisecond)
	}
	return ""
}
