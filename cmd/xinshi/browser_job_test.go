package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

const (
	orderNo    = "XS20261123-7788"
	product    = "越南玉芒 3 箱"
	trackingNo = "SF9900112233"
	blue       = "#173177" // the template's own colour of the order number
	red        = "#c0392b"
)

// onCard holds when the card within the element shows a keyword's value, in a
// colour when one is given.
func onCard(within, keyword, value, colour string) chromedp.JSPath {
	return chromedp.JSPath(`[...document.querySelectorAll(` + quote(within+" .slip-rows > div") + `)].some(row =>
		row.querySelector("dt").textContent === ` + quote(keyword) + ` && row.querySelector("dd").textContent.trim() === ` + quote(value) + ` &&
		(row.querySelector("dd > font")?.getAttribute("color") ?? "").toLowerCase() === ` + quote(colour) + `)`)
}

const (
	preview = `[data-testid="preview"]`
	phone   = `[data-testid="phone-screen"]`
)

// testMainJob is what the product is for, as a newcomer does it: the card
// follows the typing, and the pages follow the message by themselves.
func testMainJob(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.visit(t, paths.Home)
	b.signIn(t, demoEmail)

	// The platform is busy at first, so that the message's page has something
	// to wait for.
	b.click(t, testID("nav-phone"))
	b.click(t, testID("fault-busy"))
	b.until(t, "the fault is set", `document.querySelector('[data-testid="flash"]').textContent.trim()`)

	b.click(t, testID("nav-compose"))
	b.until(t, "the first step", testID("template-form"))
	b.choose(t, `[data-testid="template"]`, "订单发货通知")
	b.until(t, "the card of the template", saying(preview+" .slip-title", "订单发货通知"))
	b.click(t, testID("next"))
	b.until(t, "the second step", testID("audience-form"))
	b.click(t, find(`input[name="audience"][value="one"]`))
	b.enter(t, testID("person-search"), "张三")
	b.until(t, "them alone", chromedp.JSPath(`document.querySelectorAll('#matches .choice').length === 1`))
	b.click(t, saying("#matches .choice", "张三"))
	b.until(t, "the code for them", saying(`[data-testid="reach-panel"]`, "张三"))
	b.click(t, testID("next"))
	b.until(t, "the third step", testID("content-form"))

	stay(t, b)
	b.enter(t, testID("data.keyword1"), orderNo)
	b.until(t, "the order number on the card", onCard(preview, "订单编号", orderNo, blue))
	b.enter(t, testID("data.keyword2"), product)
	b.until(t, "the product on the card", onCard(preview, "商品名称", product, ""))
	line := `[data-testid="line"]:has([data-testid="data.keyword2"]) `
	b.click(t, find(line+`summary`))
	b.click(t, find(line+`input.tint-on`))
	b.enter(t, find(line+`[data-hex]`), red)
	b.until(t, "its colour on the card", onCard(preview, "商品名称", product, red))
	b.enter(t, testID("data.keyword4"), trackingNo)
	b.until(t, "the tracking number on the card", onCard(preview, "快递单号", trackingNo, ""))

	b.click(t, `document.querySelector('[data-testid="view-actual"]').parentElement`)
	b.until(t, "the card without colours", onCard(preview, "商品名称", product, ""))
	b.until(t, "none at all", chromedp.JSPath(`!document.querySelector(`+quote(preview+" font")+`)`))
	b.click(t, `document.querySelector('[data-testid="view-typed"]').parentElement`)
	b.until(t, "the colours again", onCard(preview, "商品名称", product, red))
	stayed(t, b, "the page was left while typing")

	b.click(t, testID("next"))
	b.until(t, "the forecast", testID("forecast"))
	b.click(t, testID("next"))
	b.until(t, "what will happen", testID("will"))
	b.click(t, testID("send"))
	b.until(t, "the page of the batch", testID("live"))
	b.until(t, "the message is sent", saying(`[data-testid="state"]`, "已完成"))
	arrived(t, b, "张三")
}

// testMainJobWithoutScript is the same with plain forms and links.
func testMainJobWithoutScript(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: narrow, lang: text.ZH, theme: layout.ThemeDark, noScript: true})
	b.visit(t, paths.Home)
	b.signIn(t, demoEmail)

	b.visit(t, paths.DraftNew(demoAppid))
	b.choose(t, `[data-testid="template"]`, "订单发货通知")
	b.click(t, testID("next"))
	b.until(t, "the second step", testID("audience-form"))
	b.click(t, find(`input[name="audience"][value="one"]`))
	b.enter(t, testID("person-search"), "李小满")
	b.click(t, testID("find"))
	b.until(t, "them alone", chromedp.JSPath(`document.querySelectorAll('#matches .choice').length === 1`))
	b.click(t, saying("#matches .choice", "李小满"))
	b.click(t, testID("next"))
	b.until(t, "the third step", testID("content-form"))
	b.enter(t, testID("data.keyword1"), orderNo)
	b.enter(t, testID("data.keyword2"), product)
	b.enter(t, testID("data.keyword4"), trackingNo)
	b.click(t, testID("stay"))
	b.until(t, "the order number on the card", onCard(preview, "订单编号", orderNo, blue))
	b.until(t, "what was typed is still there", chromedp.JSPath(string(testID("data.keyword2"))+".value === "+quote(product)))
	b.click(t, `document.querySelector('[data-testid="view-actual"]').parentElement`)
	b.click(t, testID("stay"))
	b.until(t, "the card without colours", onCard(preview, "订单编号", orderNo, ""))

	b.click(t, testID("next"))
	b.until(t, "the forecast", testID("forecast"))
	b.click(t, testID("next"))
	b.until(t, "what will happen", testID("will"))
	b.click(t, testID("send"))
	b.until(t, "the page of the batch", testID("live"))
	for range 100 {
		if b.has(t, saying(`[data-testid="state"]`, "已完成")) {
			break
		}
		b.do(t, "reload", chromedp.Reload())
	}
	b.until(t, "the message is sent", saying(`[data-testid="state"]`, "已完成"))
	arrived(t, b, "李小满")
}

// arrived looks for the message on the person's phone and in the history.
func arrived(t *testing.T, b *tab, person string) {
	t.Helper()
	b.visit(t, paths.Phone(demoAppid))
	b.choose(t, `select[name="to"]`, person)
	stay(t, b)
	b.click(t, find(`form:has(select[name="to"]) button`))
	b.until(t, "the person's phone", "!window.stayed")
	b.until(t, "the card on the phone", onCard(phone, "订单编号", orderNo, blue))
	b.until(t, "the product on the phone", chromedp.JSPath(string(saying(phone+" dd", product))))
	b.until(t, "the default of a keyword", onCard(phone, "快递公司", "顺丰速运", ""))

	b.visit(t, paths.Messages(demoAppid))
	if n := eval[int](t, b, `document.querySelectorAll('[data-testid="message"]').length`); n != 1 {
		t.Errorf("the history shows %d messages, want 1", n)
	}
	for _, words := range []string{"订单发货通知", person, "已发送", "林晓"} {
		if !b.has(t, saying(`[data-testid="message"]`, words)) {
			t.Errorf("the history does not say %s: %s", words, eval[string](t, b, string(testID("message"))+".innerText"))
		}
	}
}

// testMarketer: marketing staff write and see the card, they cannot send.
func testMarketer(t *testing.T, browser context.Context) {
	b := openTab(t, browser, startDemo(t), look{width: wide, lang: text.ZH, theme: layout.ThemeLight})
	b.signIn(t, "marketer@example.com")
	b.visit(t, paths.Recipients(demoAppid))
	b.click(t, chromedp.JSPath(string(saying(`[data-testid="recipient"]`, "张三"))+`.querySelector('[data-testid="write"]')`))
	b.until(t, "the first step", testID("template-form"))
	b.choose(t, `[data-testid="template"]`, "订单发货通知")
	b.click(t, testID("next"))
	b.until(t, "the content", testID("content-form"))
	b.enter(t, testID("data.keyword1"), orderNo)
	b.until(t, "the order number on the card", onCard(preview, "订单编号", orderNo, blue))
	b.click(t, testID("next"))
	b.until(t, "the forecast", testID("forecast"))
	b.click(t, testID("next"))
	b.until(t, "what will happen", testID("will"))
	if b.has(t, testID("send")) {
		t.Error("a marketer has a send button")
	}
	if !b.has(t, testID("not-yours")) {
		t.Error("nothing says who can send")
	}
}

// stay marks the page, stayed fails when it is no longer the same one.
func stay(t *testing.T, b *tab) {
	t.Helper()
	eval[chromedp.Void](t, b, "window.stayed = true")
}

func stayed(t *testing.T, b *tab, otherwise string) {
	t.Helper()
	if !b.has(t, "window.stayed") {
		t.Error(otherwise)
	}
}
