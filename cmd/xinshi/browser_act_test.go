package main

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"xinshi/views/paths"
)

func (b *tab) signIn(t *testing.T, email string) {
	t.Helper()
	b.visit(t, paths.Login)
	b.enter(t, testID("email"), email)
	b.enter(t, testID("password"), demoPassword)
	b.click(t, testID("submit"))
	b.until(t, "signed in", testID("staff-name"))
}

// A JSPath finds an element, in a page without script too: the browser runs
// what a test asks it to.
func testID(id string) chromedp.JSPath { return find(`[data-testid="` + id + `"]`) }

func find(css string) chromedp.JSPath {
	return chromedp.JSPath("document.querySelector(" + quote(css) + ")")
}

// saying is the first element whose text holds words.
func saying(css, words string) chromedp.JSPath {
	return chromedp.JSPath("[...document.querySelectorAll(" + quote(css) + ")].find(e => e.textContent.includes(" + quote(words) + "))")
}

func quote(s string) string {
	raw, _ := json.Marshal(s) // a string always becomes JSON, which is JavaScript
	return string(raw)
}

func (b *tab) click(t *testing.T, at chromedp.JSPath) {
	t.Helper()
	b.do(t, "click "+string(at), chromedp.Click(at))
}

// enter replaces what stands in an input by typing, key by key.
func (b *tab) enter(t *testing.T, at chromedp.JSPath, value string) {
	t.Helper()
	selected := chromedp.Evaluate[chromedp.Void](string(at) + ".select()")
	b.do(t, "type into "+string(at), chromedp.Focus(at, chromedp.NodeVisible), selected, chromedp.SendKeys(at, value))
}

// choose opens a select and clicks the option that says words.
func (b *tab) choose(t *testing.T, selectCSS, words string) {
	t.Helper()
	b.click(t, find(selectCSS))
	b.until(t, "the select is open", find(selectCSS+":open"))
	b.click(t, saying(selectCSS+" option", words))
	b.until(t, words+" is chosen", saying(selectCSS+":not(:open) option:checked", words))
}

func (b *tab) has(t *testing.T, at chromedp.JSPath) bool {
	t.Helper()
	return eval[bool](t, b, "Boolean("+string(at)+")")
}

func eval[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("evaluate %s: %v", script, err)
	}
	return value
}

// until waits for a script to say something true. Asking from here works
// without script in the page and goes on over a navigation.
func (b *tab) until(t *testing.T, what string, script chromedp.JSPath) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	ask := chromedp.Evaluate[bool]("document.readyState === 'complete' && Boolean(" + string(script) + ")")
	var last error
	for {
		yes, err := chromedp.Run(ctx, ask)
		if err == nil && yes {
			return
		}
		if err != nil && ctx.Err() == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain for: %s (%v)\n%s", what, last, eval[string](t, b, "location.href + '\\n' + document.body.innerText"))
		case <-time.After(20 * time.Millisecond):
		}
	}
}
