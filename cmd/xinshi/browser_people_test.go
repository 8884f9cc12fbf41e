package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// These hold when the list shows so many users, and when the bar for picked
// ones is in sight.
func shown(n string) chromedp.JSPath {
	return chromedp.JSPath(`document.querySelectorAll('[data-testid="recipient"]').length === ` + n)
}

const barInSight = chromedp.JSPath(`document.querySelector('[data-testid="pickbar"]').checkVisibility()`)

// tick ticks the box in the row of a person.
func tick(name string) chromedp.JSPath {
	return chromedp.JSPath(string(saying(`[data-testid="recipient"]`, name)) + `.querySelector("[data-pick]")`)
}

// peoplePages are the pages of users beyond the list and the page of one.
func peoplePages(person string) []sitePage {
	list := paths.Recipients(demoAppid)
	filtered := paths.With(list, "tag", "老客户", "has_code", "1", "messaged", "never")
	edit := person + "/edit"
	return []sitePage{
		{name: "users filtered", path: filtered},
		{name: "users more filters", path: filtered, prepare: opening("more-filters", `[name="attr"]`)},
		{name: "users keep", path: filtered, prepare: opening("keep-segment", `[data-testid="segment-name"]`)},
		{name: "users picked", path: list, prepare: pickTwo},
		{name: "users tag refused", path: list, prepare: func(t *testing.T, b *tab) {
			pickTwo(t, b)
			b.click(t, testID("pick-tag"))
			b.until(t, "the reason", testID("error-tag"))
		}},
		{name: "user tag", path: person, prepare: func(t *testing.T, b *tab) {
			b.click(t, testID("tag-add"))
			b.until(t, "the reason", testID("error-add"))
		}},
		{name: "user edit", path: edit},
		{name: "user edit refused", path: edit, prepare: func(t *testing.T, b *tab) {
			b.enter(t, find(`[name="phone"]`), "call me")
			pressing("save", "error-phone")(t, b)
		}},
		{name: "user erase", path: person, prepare: func(t *testing.T, b *tab) {
			b.click(t, find(`[data-testid="erase"] summary`))
			b.until(t, "the question", chromedp.JSPath(`document.querySelector('[name="confirm"]').checkVisibility()`))
		}},
		{name: "groups", path: paths.Groups(demoAppid)},
		{name: "groups rename", path: paths.Groups(demoAppid), prepare: func(t *testing.T, b *tab) {
			b.click(t, find(`[data-testid="rename"] summary`))
			b.until(t, "the form", chromedp.JSPath(`document.querySelector('[data-testid="rename"] input[name="name"]').checkVisibility()`))
		}},
		{name: "radar", path: paths.Radar(demoAppid)},
		{name: "draft for filters", path: paths.With(paths.DraftNew(demoAppid), "filter", "tag=老客户")},
	}
}

// opening unfolds something and waits for what is in it.
func opening(button, css string) func(*testing.T, *tab) {
	return func(t *testing.T, b *tab) {
		t.Helper()
		b.click(t, testID(button))
		b.until(t, button+" is open", chromedp.JSPath(string(find(css))+".checkVisibility()"))
	}
}

func pickTwo(t *testing.T, b *tab) {
	t.Helper()
	b.click(t, tick("王五"))
	b.click(t, tick("张三"))
	b.until(t, "the bar", barInSight)
}

// testPeople goes from a search to a batch for those found: filters, picking,
// tagging and a segment on the way.
func testPeople(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.signIn(t, demoEmail)
	b.click(t, testID("nav-recipients"))
	b.until(t, "everyone", shown("8"))

	search := find(`[name="q"]`)
	b.enter(t, search, "吴师")
	b.do(t, "press enter", chromedp.SendKeys(search, "\r"))
	b.until(t, "who was searched for", shown("1"))
	b.until(t, "the chip of the search", saying(".filter-chips .chip", "吴师"))
	b.click(t, find(".filter-chips .chip-x"))
	b.until(t, "everyone again", shown("8"))

	b.choose(t, `[name="has_code"]`, "有可用发送码")
	b.choose(t, `select[name="tag"]`, "老客户")
	b.click(t, saying(".filters > button", "筛选"))
	b.until(t, "regulars who can be reached", shown("3"))
	b.click(t, testID("more-filters"))
	b.enter(t, find(`[name="attr"]`), "城市=杭州")
	b.click(t, saying(".drop-box button", "筛选"))
	b.until(t, "those in one city", shown("2"))
	b.until(t, "a chip for each condition", `document.querySelectorAll(".filter-chips .chip").length === 3`)

	if b.has(t, barInSight) {
		t.Error("the bar shows before anybody is picked")
	}
	b.click(t, tick("孙阿姨"))
	b.until(t, "one is picked", `document.querySelector("[data-picked]").textContent === "1"`)
	b.click(t, find("[data-pick-page]"))
	b.until(t, "the page is picked", `document.querySelector("[data-picked]").textContent === "2"`)
	b.until(t, "the bar", barInSight)
	b.enter(t, testID("pick-tag-name"), "中秋回访")
	b.do(t, "press enter", chromedp.SendKeys(testID("pick-tag-name"), "\r"))
	b.until(t, "both have the tag", `[...document.querySelectorAll('[data-testid="recipient"]')].every(r => r.textContent.includes("中秋回访"))`)
	b.until(t, "it says so", saying(`[data-testid="flash"]`, "2 位用户"))

	b.click(t, testID("keep-segment"))
	b.enter(t, testID("segment-name"), "杭州可达老客户")
	b.click(t, testID("save-segment"))
	b.until(t, "the segment is the one shown", saying(`[data-testid="views"] [aria-current]`, "杭州可达老客户"))
	b.click(t, testID("compose-segment"))
	b.until(t, "a draft for the segment", saying(`[data-testid="whom"]`, "杭州可达老客户"))
	sendDraft(t, b, "给 2 位", "2")
}

// testPeopleWithoutScript is the same with plain forms and links, as far as
// those who were ticked.
func testPeopleWithoutScript(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: narrow, lang: text.ZH, theme: layout.ThemeDark, noScript: true})
	b.signIn(t, demoEmail)
	b.visit(t, paths.Recipients(demoAppid))
	b.choose(t, `[name="expiring"]`, "72 小时")
	b.click(t, saying(".filters > button", "筛选"))
	b.until(t, "those whose codes expire", shown("3"))
	b.click(t, testID("more-filters"))
	b.choose(t, `[name="messaged"]`, "从未")
	b.click(t, saying(".drop-box button", "筛选"))
	b.until(t, "a chip for each condition", `document.querySelectorAll(".filter-chips .chip").length === 2`)

	if b.has(t, barInSight) {
		t.Error("the bar shows before anybody is picked")
	}
	b.click(t, tick("李小满"))
	b.click(t, tick("吴师傅"))
	b.until(t, "the bar", barInSight)
	b.enter(t, testID("pick-tag-name"), "快到期")
	b.click(t, testID("pick-tag"))
	b.until(t, "it says so", saying(`[data-testid="flash"]`, "2 位用户"))
	b.click(t, testID("keep-segment"))
	b.enter(t, testID("segment-name"), "用掉它")
	b.click(t, testID("save-segment"))
	b.until(t, "the segment is the one shown", saying(`[data-testid="views"] [aria-current]`, "用掉它"))

	b.click(t, tick("李小满"))
	b.click(t, tick("吴师傅"))
	b.click(t, testID("pick-compose"))
	b.until(t, "a draft for those two", saying(`[data-testid="whom"]`, "2 个"))
	sendDraft(t, b, "只给 2 位", "2")

	b.visit(t, paths.Groups(demoAppid))
	rename := `[data-testid="tag"]:first-of-type [data-testid="rename"]`
	b.click(t, find(rename+" summary"))
	b.enter(t, find(rename+` [name="name"]`), "改过名")
	b.click(t, find(rename+" button"))
	b.until(t, "the tag has its new name", saying(`[data-testid="tag"]`, "改过名"))
}

// sendDraft fills in what the audience left open and sends.
func sendDraft(t *testing.T, b *tab, name, selected string) {
	t.Helper()
	b.enter(t, find(`[name="name"]`), name)
	b.choose(t, `[name="template"]`, "活动报名结果")
	b.click(t, testID("next"))
	b.until(t, "the audience", saying(`[data-testid="people"]`, selected))
	b.click(t, testID("next"))
	b.until(t, "the content of the template", testID("line"))
	b.enter(t, find(`[name="data.keyword1"]`), "周末果园采摘")
	b.click(t, testID("next"))
	b.until(t, "the forecast", saying(`[data-testid="n-selected"]`, selected))
	b.click(t, testID("next"))
	b.until(t, "what will happen", testID("will"))
	b.click(t, testID("send"))
	b.until(t, "the page of the batch", testID("live"))
}
