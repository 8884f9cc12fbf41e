package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/text"
)

// axeRun asks axe-core for what breaks WCAG 2.2 AA. It counts what passed too:
// a run that looked at nothing finds nothing.
const axeRun = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
	resultTypes: ["violations"],
}).then(r => ({passed: r.passes.length, violations: r.violations.map(v => ({
	rule: v.id, help: v.help,
	nodes: v.nodes.map(n => ({at: n.target.join(" "), html: n.html.slice(0, 200), why: n.failureSummary})),
}))}))`

type axeReport struct {
	Passed     int
	Violations []struct {
		Rule, Help string
		Nodes      []struct{ At, HTML, Why string }
	}
}

func (r axeReport) String() string {
	var out strings.Builder
	for _, v := range r.Violations {
		fmt.Fprintf(&out, "\n%s: %s (%d)", v.Rule, v.Help, len(v.Nodes))
		for _, n := range v.Nodes[:min(len(v.Nodes), 3)] {
			fmt.Fprintf(&out, "\n  %s\n    %s\n    %s", n.At, n.HTML, strings.ReplaceAll(n.Why, "\n", "\n    "))
		}
	}
	return out.String()
}

// Each theme is looked at in one of the languages: what axe judges depends on
// colours and on structure, and structure is the same in both.
func testAccessibilityByDay(t *testing.T, browser context.Context) {
	checkAccessibility(t, browser, look{width: wide, lang: text.ZH, theme: layout.ThemeLight, bypassCSP: true})
}

func testAccessibilityByNight(t *testing.T, browser context.Context) {
	checkAccessibility(t, browser, look{width: wide, lang: text.EN, theme: layout.ThemeDark, bypassCSP: true})
}

func checkAccessibility(t *testing.T, browser context.Context, l look) {
	t.Helper()
	axe := readAxe(t)
	eachPage(t, browser, l, func(p sitePage, b *tab) {
		eval[chromedp.Void](t, b, axe)
		for _, width := range p.widths() {
			b.resize(t, width)
			report := runAxe(t, b)
			if len(report.Violations) > 0 {
				t.Errorf("%s (%s, %d px) breaks:%s", p.name, l.theme, width, report)
			}
			if report.Passed < 10 {
				t.Errorf("%s: only %d rules had something to look at", p.name, report.Passed)
			}
		}
		wantNoOverflow(t, p, b)
		b.resize(t, wide)
	})
}

func readAxe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(moduleRoot(t), "handlers", "testdata", "axe.min.js"))
	must(t, err)
	return string(script)
}

func runAxe(t *testing.T, b *tab) axeReport {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	report, err := chromedp.Run(ctx, chromedp.Evaluate[axeReport](axeRun, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("axe: %v", err)
	}
	return report
}
