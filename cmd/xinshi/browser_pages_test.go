package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/paths"
)

// sitePage is one of the pages, with what is done on it before it is looked at.
type sitePage struct {
	name, path string
	status     int   // 0 is 200
	width      int64 // the only one it is for; 0 is any
	prepare    func(*testing.T, *tab)
}

func (p sitePage) widths() []int64 {
	if p.width != 0 {
		return []int64{p.width}
	}
	return []int64{wide, narrow}
}

func (p sitePage) open(t *testing.T, b *tab) {
	t.Helper()
	if p.width != 0 {
		b.resize(t, p.width)
	}
	want := p.status
	if want == 0 {
		want = http.StatusOK
	}
	if got := b.visit(t, p.path); got != want {
		t.Errorf("%s answers %d, want %d", p.name, got, want)
	}
	if p.prepare != nil {
		p.prepare(t, b)
	}
}

// signInPages are seen by whoever is not signed in.
var signInPages = []sitePage{
	{name: "sign-in", path: paths.Login},
	{name: "sign-in refused", path: paths.Login, prepare: func(t *testing.T, b *tab) {
		b.enter(t, testID("email"), "nobody@example.com")
		b.enter(t, testID("password"), "a wrong password")
		b.click(t, testID("submit"))
		b.until(t, "the refusal", testID("sign-in-error"))
	}},
}

// sitePages are all others. The tab is signed in and finds the ids in the lists.
func sitePages(t *testing.T, b *tab, sent, failed string) []sitePage {
	t.Helper()
	first := func(list, css string) string {
		b.visit(t, list)
		return eval[string](t, b, string(find(css))+`.getAttribute("href")`)
	}
	template := first(paths.Templates(demoAppid), `[data-testid="template-row"] .row-link`)
	legacy := first(paths.Templates(demoAppid), `[data-testid="template-row"]:last-child .row-link`)
	person := first(paths.With(paths.Recipients(demoAppid), "q", "张三"), `[data-testid="recipient"] .row-link`)
	write := first(paths.With(paths.Recipients(demoAppid), "q", "张三"), `[data-testid="recipient"] [data-testid="write"]`)
	return slices.Concat(peoplePages(person), integrationPages, []sitePage{
		{name: "overview", path: paths.Overview(demoAppid)},
		{name: "menu", path: paths.Overview(demoAppid), width: narrow, prepare: func(t *testing.T, b *tab) {
			b.click(t, find(".topbar-button"))
			b.until(t, "the menu is open", find("#side:popover-open"))
		}},
		{name: "keys", path: paths.Overview(demoAppid), prepare: func(t *testing.T, b *tab) {
			b.do(t, "press ?", chromedp.KeyEvent("?"))
			b.until(t, "the list of keys", find("#shortcuts:popover-open"))
		}},
		{name: "templates", path: paths.Templates(demoAppid)},
		{name: "template sync", path: paths.TemplateSync(demoAppid)},
		{name: "template sync fetched", path: paths.TemplateSync(demoAppid), prepare: fetchList},
		{name: "analytics", path: paths.Analytics(demoAppid)},
		{name: "library", path: paths.Library(demoAppid)},
		{name: "library entry", path: paths.LibraryEntry(demoAppid, "subscribe", "9102")},
		{name: "template new", path: paths.TemplateNew(demoAppid)},
		{name: "template new refused", path: paths.TemplateNew(demoAppid), prepare: pressing("save", "form-refused")},
		{name: "template", path: template},
		{name: "template edit", path: template + "/edit"},
		{name: "template succeed", path: legacy + "/succeed"},
		{name: "draft new", path: paths.DraftNew(demoAppid)},
		{name: "draft new for one", path: write, prepare: func(t *testing.T, b *tab) {
			b.choose(t, `[data-testid="template"]`, "订单发货通知")
			b.until(t, "the card", saying(preview+" .slip-title", "订单发货通知"))
		}},
		{name: "draft audience", path: paths.DraftNew(demoAppid), prepare: beginDraft},
		{name: "draft one person", path: paths.DraftNew(demoAppid), prepare: func(t *testing.T, b *tab) {
			beginDraft(t, b)
			b.click(t, find(`input[name="audience"][value="one"]`))
			b.enter(t, testID("person-search"), "张三")
			b.until(t, "them", saying(".choice", "张三"))
		}},
		{name: "draft content", path: write, prepare: writeContent},
		{name: "check", path: paths.DraftNew(demoAppid), prepare: func(t *testing.T, b *tab) { checkDraft(t, b, true) }},
		{name: "check people", path: paths.DraftNew(demoAppid), prepare: func(t *testing.T, b *tab) {
			checkDraft(t, b, true)
			b.click(t, find(`[data-testid="figure-reachable"] a`))
			b.until(t, "the people", testID("person"))
		}},
		{name: "send", path: paths.DraftNew(demoAppid), prepare: func(t *testing.T, b *tab) {
			checkDraft(t, b, true)
			b.click(t, testID("next"))
			b.until(t, "what will happen", testID("will"))
		}},
		{name: "batch", path: paths.DraftNew(demoAppid), prepare: func(t *testing.T, b *tab) { sendToMany(t, b, true) }},
		{name: "drafts", path: paths.Drafts(demoAppid)},
		{name: "sending rules", path: paths.SendingRules(demoAppid)},
		{name: "batches", path: paths.Batches(demoAppid)},
		{name: "users", path: paths.Recipients(demoAppid)},
		{name: "users none", path: paths.With(paths.Recipients(demoAppid), "q", "没有这个人")},
		{name: "user", path: person},
		{name: "history", path: paths.Messages(demoAppid)},
		{name: "message sent", path: sent},
		{name: "message failed", path: failed},
		{name: "phone", path: paths.Phone(demoAppid)},
		{name: "apps", path: paths.Settings},
		{name: "app new", path: paths.SettingsAppNew},
		{name: "app new refused", path: paths.SettingsAppNew, prepare: pressing("save", "error-appid")},
		{name: "app", path: first(paths.Settings, `[data-testid="app"] .row-link`)},
		{name: "codes and payment", path: first(paths.Settings, `[data-testid="app"] .row-link`) + "/pay"},
		{name: "codes and payment refused", path: first(paths.Settings, `[data-testid="app"] .row-link`) + "/pay", prepare: func(t *testing.T, b *tab) {
			b.enter(t, find(`[name="mchid"]`), "1")
			pressing("save", "error-mchid")(t, b)
		}},
		{name: "alerts", path: paths.SettingsAlerts},
		{name: "robot new", path: paths.SettingsRobotNew},
		{name: "robot refused", path: paths.SettingsRobotNew, prepare: pressing("save", "error-url")},
		{name: "staff", path: paths.SettingsStaff},
		{name: "staff new", path: paths.SettingsStaffNew},
		{name: "staff member", path: first(paths.SettingsStaff, `[data-testid="member"] .row-link`)},
		{name: "audit", path: paths.Audit},
		{name: "not found", path: "/nowhere", status: http.StatusNotFound},
	}, importPages(), approvalPages)
}

// beginDraft chooses a template for a new draft.
func beginDraft(t *testing.T, b *tab) {
	t.Helper()
	eval[chromedp.Void](t, b, string(testID("template"))+".selectedIndex = 1")
	b.click(t, testID("next"))
	b.until(t, "the choice of an audience", testID("audience-form"))
}

// writeToAll begins a draft for everyone, as far as its keywords.
func writeToAll(t *testing.T, b *tab) {
	t.Helper()
	b.visit(t, paths.DraftNew(demoAppid))
	b.choose(t, `[name="template"]`, "活动报名结果")
	b.click(t, testID("next"))
	b.until(t, "the choice of an audience", testID("audience-form"))
	b.click(t, find(`input[name="audience"][value="all"]`))
	b.click(t, testID("next"))
	b.until(t, "the keywords", testID("line"))
}

// pressing presses a button, past what the browser itself would refuse, and
// waits for what it leads to.
func pressing(button, leadsTo string) func(*testing.T, *tab) {
	return func(t *testing.T, b *tab) {
		t.Helper()
		eval[chromedp.Void](t, b, string(testID(button))+".form.noValidate = true")
		b.click(t, testID(button))
		b.until(t, leadsTo, testID(leadsTo))
	}
}

// writeContent writes to the person of the link, with a value that is too long.
func writeContent(t *testing.T, b *tab) {
	t.Helper()
	b.choose(t, `[data-testid="template"]`, "订单发货通知")
	b.click(t, testID("next"))
	b.until(t, "the keywords", testID("line"))
	b.enter(t, testID("data.keyword1"), orderNo)
	b.enter(t, testID("data.keyword2"), strings.Repeat(product, 12))
	b.click(t, find(`[data-testid="line"]:has([data-testid="data.keyword2"]) summary`))
	b.click(t, find(`[data-testid="line"]:has([data-testid="data.keyword2"]) input.tint-on`))
	b.until(t, "the card", onCard(preview, "订单编号", orderNo, blue))
}

// checkDraft makes a draft for those who can be reached and goes on to its check.
func checkDraft(t *testing.T, b *tab, script bool) {
	t.Helper()
	b.visit(t, paths.DraftNew(demoAppid))
	b.enter(t, find(`[name="name"]`), "周末促销")
	b.choose(t, `[name="template"]`, "活动报名结果")
	if script {
		b.until(t, "the card", saying(preview+" .slip-title", "活动报名结果"))
	}
	b.click(t, testID("next"))
	b.until(t, "the choice of an audience", testID("audience-form"))
	b.click(t, find(`input[name="audience"][value="reachable"]`))
	b.click(t, testID("next"))
	b.until(t, "the keywords", testID("line"))
	b.enter(t, find(`[data-testid="line"] input[name^="data."]`), "周末果园采摘")
	b.click(t, testID("next"))
	b.until(t, "the forecast", testID("forecast"))
}
