package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// testApproval: what one person has written goes out when a second one has seen it.
func testApproval(t *testing.T, browser context.Context) {
	approval(t, browser, look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
}

// testApprovalWithoutScript is the same with plain forms and links.
func testApprovalWithoutScript(t *testing.T, browser context.Context) {
	approval(t, browser, look{width: narrow, lang: text.ZH, theme: layout.ThemeDark, noScript: true})
}

func approval(t *testing.T, browser context.Context, l look) {
	t.Helper()
	in := startDemo(t)
	author, other := openTab(t, browser, in, l), openTab(t, browser, in, l)
	author.signIn(t, demoEmail)
	author.visit(t, paths.SendingRules(demoAppid))
	author.choose(t, `[name="approval"]`, text.RulesApprovalAlways.ZH)
	author.click(t, testID("save-limits"))
	author.until(t, "the rule is kept", saying(`[name="approval"] option[selected]`, text.RulesApprovalAlways.ZH))

	checkDraft(t, author, !l.noScript)
	askApproval(t, author)
	author.click(t, testID("see-approval"))
	author.until(t, "that it is not theirs to approve", testID("not-yours"))
	if author.has(t, testID("approve")) {
		t.Error("the author may approve")
	}

	other.signIn(t, "operator@example.com")
	openWaiting(t, other)
	other.enter(t, find(`[name="reason"]`), "时间不对")
	other.click(t, testID("reject"))
	other.until(t, "that it was rejected", saying("main", "时间不对"))

	author.click(t, find("a.crumb"))
	author.until(t, "the reason", saying("main", "时间不对"))
	author.click(t, testID("copy"))
	author.until(t, "the choice of an audience", testID("audience-form"))
	author.click(t, testID("next"))
	author.until(t, "the keywords", testID("line"))
	author.click(t, testID("next"))
	author.until(t, "the forecast", testID("forecast"))
	askApproval(t, author)

	openWaiting(t, other)
	other.click(t, testID("approve"))
	other.until(t, "the page of the batch", testID("progress"))
	for range 100 {
		if other.has(t, saying(`[data-testid="state"]`, "已完成")) {
			return
		}
		other.do(t, "reload", chromedp.Reload())
	}
	t.Error("what was approved is not sent")
}

// openWaiting goes from the overview to what waits for one's approval.
func openWaiting(t *testing.T, b *tab) {
	t.Helper()
	b.visit(t, paths.Overview(demoAppid))
	b.click(t, find(`[data-testid="alert-approval"] a`))
	b.until(t, "what waits", testID("batch"))
	b.click(t, find(`[data-testid="batch"] a`))
	b.until(t, "the page of the batch", testID("see-approval"))
	b.click(t, testID("see-approval"))
	b.until(t, "what will be sent", saying(`[data-testid="card"]`, "周末果园采摘"))
}

// approvalPages come last: from here on every batch waits for somebody else, and
// that one stays signed in.
var approvalPages = []sitePage{
	{name: "send asking", path: paths.SendingRules(demoAppid), prepare: func(t *testing.T, b *tab) {
		eval[chromedp.Void](t, b, string(find(`[name="approval"]`))+`.value = "always"`)
		b.click(t, testID("save-limits"))
		b.until(t, "the rule is kept", find(`[name="approval"] option[value="always"][selected]`))
		checkDraft(t, b, true)
		b.click(t, testID("next"))
		b.until(t, "that somebody has to approve", testID("needs-approval"))
	}},
	{name: "batch waiting", path: paths.DraftNew(demoAppid), prepare: func(t *testing.T, b *tab) {
		checkDraft(t, b, true)
		askApproval(t, b)
	}},
	{name: "approval of one's own", path: paths.DraftNew(demoAppid), prepare: func(t *testing.T, b *tab) {
		checkDraft(t, b, true)
		askApproval(t, b)
		b.click(t, testID("see-approval"))
		b.until(t, "that it is not theirs to approve", testID("not-yours"))
	}},
	{name: "approval", path: paths.Overview(demoAppid), prepare: func(t *testing.T, b *tab) {
		b.setCookie(t, "xinshi_session", "signed out")
		b.signIn(t, "operator@example.com")
		openWaiting(t, b)
		b.until(t, "the decision", testID("approve"))
	}},
}

// askApproval goes from a draft's check to the page of the batch, which waits.
func askApproval(t *testing.T, b *tab) {
	t.Helper()
	b.click(t, testID("next"))
	b.until(t, "that somebody has to approve", testID("needs-approval"))
	b.click(t, testID("send"))
	b.until(t, "the page of the batch", testID("see-approval"))
}
