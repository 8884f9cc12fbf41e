package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

var screenshots = flag.String("screenshots", "", "folder to draw every page into; empty draws none")

// startShop is a demo with a message that was sent and one that failed; it
// returns their pages.
func startShop(t *testing.T) (in installation, sent, failed string) {
	t.Helper()
	in = startDemo(t)
	key := strings.TrimSpace(in.do(t, "", "apikey", "add", "--app", demoAppid, "--name", "订单系统"))
	status, answer := in.call(t, "POST", paths.APISendCodes, key, map[string]any{"codes": []any{
		map[string]any{"openid": "oNobodyHasThis", "kind": "form_id", "code": "WeChatNeverGaveThis"},
	}})
	if status != http.StatusOK {
		t.Fatalf("send-codes: %d %v", status, answer)
	}
	send := func(to, state string) string {
		status, answer := in.call(t, "POST", paths.APIMessages, key, map[string]any{
			"template": sampleTemplates[1].TemplateID, "to": to,
			"fields": map[string]any{"event": "周末果园采摘", "result": "报名成功", "customer_name": "王五", "event_at": "2026-11-28T09:30:00+08:00"},
		})
		if status != http.StatusAccepted {
			t.Fatalf("messages: %d %v", status, answer)
		}
		id := answer["id"].(string)
		in.waitFor(t, key, id, state)
		return paths.Messages(demoAppid) + "/" + id
	}
	return in, send("oXg5A0demo0003XianGuoDaoJia", "sent"), send("oNobodyHasThis", "failed")
}

// eachPage opens every page in a tab of the look.
func eachPage(t *testing.T, browser context.Context, l look, do func(sitePage, *tab)) {
	t.Helper()
	in, sent, failed := startShop(t)
	b := openTab(t, browser, in, l)
	for _, p := range signInPages {
		p.open(t, b)
		do(p, b)
	}
	b.signIn(t, demoEmail)
	for _, p := range sitePages(t, b, sent, failed) {
		p.open(t, b)
		do(p, b)
	}
}

// The most a page may weigh, uncompressed.
const (
	maxHTML   = 60 << 10
	maxStyle  = 100 << 10
	maxScript = 80 << 10
)

// testPages opens every page as it is served, with its content security policy:
// what it refuses is heard by the tab. None may weigh much, nor be wider than a
// phone, in the language with the longer words.
func testPages(t *testing.T, browser context.Context) {
	eachPage(t, browser, look{width: narrow, lang: text.EN, theme: layout.ThemeLight}, func(p sitePage, b *tab) {
		wantNoOverflow(t, p, b)
		weights := eval[map[string]int](t, b, `Object.fromEntries(performance.getEntries()
			.filter(e => e.decodedBodySize !== undefined).map(e => [e.entryType === "navigation" ? "html" : e.name.replace(/.*\//, "").replace(/.*(css|js|svg)$/, "$1"), e.decodedBodySize]))`)
		for kind, most := range map[string]int{"html": maxHTML, "css": maxStyle, "js": maxScript} {
			if weight := weights[kind]; weight == 0 || weight > most {
				t.Errorf("%s: %s weighs %d bytes, want at most %d", p.name, kind, weight, most)
			}
		}
		for _, complaint := range b.heard() {
			t.Errorf("%s: the browser complains: %s", p.name, complaint)
		}
	})
}

func wantNoOverflow(t *testing.T, p sitePage, b *tab) {
	t.Helper()
	if over := overflow(t, b); len(over) > 0 {
		t.Errorf("%s is wider than %d px:\n  %s", p.name, narrow, strings.Join(over[:min(len(over), 5)], "\n  "))
	}
}

// overflow names what makes the page wider than its window. What scrolls within
// a box of its own does not.
func overflow(t *testing.T, b *tab) []string {
	t.Helper()
	return eval[[]string](t, b, `(() => {
		const page = document.documentElement, out = [];
		if (page.scrollWidth <= innerWidth) return out;
		for (const e of document.body.querySelectorAll("*")) {
			const right = Math.round(e.getBoundingClientRect().right);
			if (right > innerWidth && e.children.length === 0) out.push(right + " px: " + e.outerHTML.slice(0, 160));
		}
		return out.length ? out : [page.scrollWidth + " px"];
	})()`)
}

// drawScreenshots makes pictures for people to look at: make screenshots.
func drawScreenshots(t *testing.T, browser context.Context) {
	if *screenshots == "" {
		t.Skip("no -screenshots folder given")
	}
	must(t, os.MkdirAll(*screenshots, 0o755))
	for _, lang := range []text.Lang{text.ZH, text.EN} {
		for _, theme := range []layout.Theme{layout.ThemeLight, layout.ThemeDark} {
			eachPage(t, browser, look{width: wide, lang: lang, theme: theme}, func(p sitePage, b *tab) {
				for _, width := range p.widths() {
					b.resize(t, width)
					name := fmt.Sprintf("%s.%s.%s.%d.png", strings.ReplaceAll(p.name, " ", "-"), lang, theme, width)
					must(t, os.WriteFile(filepath.Join(*screenshots, name), b.screenshot(t), 0o644))
				}
				b.resize(t, wide)
			})
		}
	}
}
