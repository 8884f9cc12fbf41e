package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// formOf is what a browser would send of a form, without pressing a button.
func formOf(t *testing.T, r reply, testID string) url.Values {
	t.Helper()
	form := url.Values{}
	controls := r.doc(t).Find(`[data-testid="` + testID + `"]`).Find("input[name], select[name]")
	if controls.Length() == 0 {
		t.Fatalf("no form %q", testID)
	}
	controls.Each(func(_ int, control *goquery.Selection) {
		name, _ := control.Attr("name")
		switch kind := control.AttrOr("type", ""); {
		case goquery.NodeName(control) == "select":
			form.Set(name, control.Find("option[selected]").AttrOr("value", ""))
		case kind == "radio" || kind == "checkbox":
			if _, on := control.Attr("checked"); on {
				form.Set(name, control.AttrOr("value", ""))
			}
		default:
			form.Set(name, control.AttrOr("value", ""))
		}
	})
	return form
}

// desk is a site with a template, and 张三 who has two codes.
type desk struct {
	*site
	app      models.App
	template models.Template
	url      string
}

func newDesk(t *testing.T, edit ...func(*models.TemplateInput)) desk {
	t.Helper()
	s := newSite(t, modelstest.SQLite(t))
	d := desk{site: s, app: s.App(t)}
	d.template = s.Template(t, d.app, edit...)
	s.Recipient(t, d.app, "openid-zhang")
	s.Code(t, d.app, "openid-zhang", models.CodeForm, "form-1")
	s.Code(t, d.app, "openid-zhang", models.CodeForm, "form-2")
	d.url = d.page("openid-zhang")
	return d
}

func (d desk) page(openid string) string {
	return paths.With(paths.Compose(d.app.Appid), "template", d.template.TemplateID, "to", openid)
}

func (d desk) queued(t *testing.T) []models.Message {
	t.Helper()
	page, err := d.Messages(t.Context(), d.app.ID, models.MessageFilter{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	return page.Rows
}

func (d desk) written(t *testing.T, b *browser) url.Values {
	t.Helper()
	return formOf(t, b.get(t, d.url).want(t, http.StatusOK), "compose")
}

func TestComposeChoosesFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Recipient(t, d.app, "openid-nobody")
	b := d.as(t, models.RoleMarketer)
	compose := paths.Compose(d.app.Appid)
	first := b.get(t, compose).want(t, http.StatusOK)
	if first.doc(t).Find(`[data-testid="choose"] option[value="`+d.template.TemplateID+`"]`).Length() != 1 {
		t.Error("the template cannot be chosen")
	}
	if people := first.text(t, "matches"); !strings.Contains(people, "昵称openid-zhang") || strings.Contains(people, "openid-nobody") {
		t.Errorf("offered without a search: %q", people)
	}
	found := b.get(t, paths.With(compose, "q", "openid-nobody", "template", d.template.TemplateID)).want(t, http.StatusOK)
	if people := found.text(t, "matches"); !strings.Contains(people, "没有发送码") || strings.Contains(people, "zhang") {
		t.Errorf("found: %q", people)
	}
	if none := b.get(t, paths.With(compose, "q", "%")).want(t, http.StatusOK); none.text(t, "no-person") == "" {
		t.Error("a search without a match says nothing")
	}
	if empty := b.get(t, compose+"?template=").want(t, http.StatusOK); empty.text(t, "error-template") == "" {
		t.Error("going on without a template says nothing")
	}
	b.get(t, compose+"?recipient=x").want(t, http.StatusBadRequest)
}

func TestComposeSendsOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleOperator)
	page := b.get(t, d.url).want(t, http.StatusOK)
	if code := page.text(t, "code-spent"); !strings.Contains(code, "表单") || !strings.Contains(code, "2026-11-23 10:00") {
		t.Errorf("the code to be spent: %q", code)
	}
	form := with(formOf(t, page, "compose"), "data.keyword1", "20261123000187", "data.keyword2", "今天", "tint.keyword2", "1", "colour.keyword2", "#C8321F",
		"page", "/pages/order?id=1", "emphasis", "keyword2")
	sent := b.post(t, paths.Compose(d.app.Appid), form).want(t, http.StatusSeeOther)
	queued := d.queued(t)
	if len(queued) != 1 {
		t.Fatalf("%d messages", len(queued))
	}
	m := queued[0]
	if want := paths.Message(d.app.Appid, m.ID); sent.header.Get("Location") != want {
		t.Errorf("leads to %s, want %s", sent.header.Get("Location"), want)
	}
	want := []models.KeywordValue{
		{Key: "keyword1", Name: "订单编号", Value: "20261123000187", Colour: "#173177"}, {Key: "keyword2", Name: "发货时间", Value: "今天", Colour: "#c8321f"},
	}
	if len(m.Data) != 2 || m.Data[0] != want[0] || m.Data[1] != want[1] || m.Page != "pages/order?id=1" || m.Emphasis != "keyword2" {
		t.Errorf("queued %+v", m)
	}
	if d.woken == 0 {
		t.Error("nobody tells the engine")
	}
	b.post(t, paths.Compose(d.app.Appid), form).leadsTo(t, sent.header.Get("Location"))
	if n := len(d.queued(t)); n != 1 {
		t.Errorf("submitted twice it makes %d messages", n)
	}
	changed := b.post(t, paths.Compose(d.app.Appid), with(form, "data.keyword1", "别的")).want(t, http.StatusConflict)
	if changed.text(t, "sent-twice") == "" || changed.value(t, "data.keyword1") != "别的" {
		t.Error("a page that has sent already does not ask, or forgets what was typed")
	}
	again := formOf(t, changed, "compose")
	b.post(t, paths.Compose(d.app.Appid), again).want(t, http.StatusSeeOther)
	if n := len(d.queued(t)); n != 2 {
		t.Errorf("%d messages after asking for a second one", n)
	}
}

func TestComposeByFields(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleOperator)
	form := with(d.written(t, b), "data.keyword1", "A1", "data.keyword2", "2026-11-23 10:24", "by", "fields")
	fields := b.post(t, paths.ComposePreview(d.app.Appid), form).want(t, http.StatusOK)
	if fields.value(t, "field.order_no") != "A1" || fields.value(t, "field.shipped_at") != "2026-11-23 10:24" {
		t.Error("what was typed by keyword is not carried over")
	}
	typed := with(formOf(t, fields, "compose"), "field.shipped_at", "2026-11-24T09:05:00+08:00")
	back := b.post(t, paths.ComposePreview(d.app.Appid), with(typed, "by", "keywords")).want(t, http.StatusOK)
	if got := back.value(t, "data.keyword2"); got != "2026-11-24 09:05" {
		t.Errorf("by keyword it reads %q", got)
	}
	forth := b.post(t, paths.ComposePreview(d.app.Appid), with(formOf(t, back, "compose"), "by", "fields")).want(t, http.StatusOK)
	if got := forth.value(t, "field.shipped_at"); got != "2026-11-24T09:05:00+08:00" {
		t.Errorf("back by field it reads %q", got)
	}
	final := formOf(t, forth, "compose")
	bad := b.post(t, paths.Compose(d.app.Appid), with(final, "field.shipped_at", "soon")).want(t, http.StatusUnprocessableEntity)
	if bad.text(t, "error-keyword2") == "" || bad.value(t, "field.shipped_at") != "soon" {
		t.Error("a value that is no date is not refused at its place")
	}
	b.post(t, paths.Compose(d.app.Appid), with(final, "field.shipped_at", "2026-11-24 09:05")).want(t, http.StatusSeeOther)
	if m := d.queued(t)[0]; m.Data[0].Value != "A1" || m.Data[1].Value != "2026-11-24 09:05" {
		t.Errorf("queued %+v", m.Data)
	}
}

func TestComposePreview(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleMarketer)
	form := with(d.written(t, b), "data.keyword1", `<script>alert('x')</script>"`, "emphasis", "keyword1", "colour.keyword1", "#067a43")
	whole := b.post(t, paths.ComposePreview(d.app.Appid), form).want(t, http.StatusOK)
	if whole.value(t, "data.keyword1") != form.Get("data.keyword1") || !strings.Contains(whole.body, "<html") {
		t.Error("without script the page does not come back as it was")
	}
	b.header.Set("HX-Request", "true")
	part := b.post(t, paths.ComposePreview(d.app.Appid), form).want(t, http.StatusOK)
	if strings.Contains(part.body, "<html") || strings.Contains(part.body, "<script>") || strings.Contains(part.body, `<input type="text"`) {
		t.Errorf("more than the live parts, or unescaped: %s", part.body)
	}
	slip := part.doc(t).Find(`[data-testid="slip-big"]`)
	if slip.Text() != form.Get("data.keyword1") || slip.Find("font").First().AttrOr("color", "") != "#067a43" {
		t.Errorf("the card shows %q", slip.Text())
	}
	if got := part.text(t, "preview-for"); got != "预览给：昵称openid-zhang" {
		t.Errorf("it is headed %q", got)
	}
	actual := b.post(t, paths.ComposePreview(d.app.Appid), with(form, "view", "actual")).want(t, http.StatusOK).doc(t)
	if actual.Find(`[data-testid="slip"] font, [data-testid="slip-big"]`).Length() != 0 {
		t.Error("as WeChat shows it there is still a colour or a large line")
	}
	long := b.post(t, paths.ComposePreview(d.app.Appid), with(form, "data.keyword2", strings.Repeat("长", 201))).want(t, http.StatusOK)
	if !strings.Contains(long.text(t, "slip"), "会被拒绝") || !strings.Contains(long.text(t, "error-keyword2"), "最多 200") {
		t.Error("a value that is too long is not marked")
	}
	if len(d.queued(t)) != 0 {
		t.Error("a preview queued a message")
	}
}

func TestComposeRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(in *models.TemplateInput) {
		in.Kind, in.Keywords = models.KindSubscribeOnce, []models.KeywordInput{{Key: "thing1", Name: "商品"}, {Key: "amount2", Name: "价格", Field: "price", Format: models.FormatYuan}}
	})
	d.Recipient(t, d.app, "openid-poor")
	other := d.App(t)
	foreign := d.Template(t, other)
	d.Recipient(t, other, "openid-foreign")
	b := d.as(t, models.RoleOperator)
	fresh := b.get(t, d.url).want(t, http.StatusOK)
	if fresh.doc(t).Find(".slip-refused, .field-error").Length() != 0 {
		t.Error("a page on which nothing was typed is full of mistakes")
	}
	if !strings.Contains(fresh.text(t, "no-code"), "再次订阅") {
		t.Errorf("without a code for this template: %q", fresh.text(t, "no-code"))
	}
	form := with(formOf(t, fresh, "compose"), "data.thing1", "芒果", "data.amount2", "12")
	cases := []struct{ name, field, value, at, says string }{
		{"no code for this template", "", "", "error-to", "没有可用的发送码"},
		{"a user without any", "to", "openid-poor", "error-to", "没有可用的发送码"},
		{"nobody", "to", "", "error-to", "请填写"},
		{"a user of another App", "to", "openid-foreign", "error-to", "没有这个用户"},
		{"a template of another App", "template", foreign.TemplateID, "error-template", "没有这个模板"},
		{"an empty value", "data.amount2", "", "error-amount2", "请填写"},
		{"a long value", "data.thing1", strings.Repeat("长", 21), "error-thing1", "最多 20"},
		{"a bad colour", "colour.thing1", "red", "error-colour.thing1", "#RRGGBB"},
		{"a bad page", "page", "pages/a b", "error-page", "格式不对"},
		{"an unknown large keyword", "emphasis", "thing9", "error-emphasis", "没有这个关键词"},
		{"a keyword that is gone", "data.thing9", "typed before it went", "send-refused", "没有这个关键词"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			asked := url.Values{}
			for name, values := range form {
				asked[name] = values
			}
			with(asked, "tint.thing1", "1")
			if c.field != "" {
				with(asked, c.field, c.value)
			}
			r := b.post(t, paths.Compose(d.app.Appid), asked).want(t, http.StatusUnprocessableEntity)
			if got := r.text(t, c.at); !strings.Contains(got, c.says) {
				t.Errorf("%s says %q, want %q", c.at, got, c.says)
			}
			if c.field == "template" {
				return // without its template there is nothing to fill in
			}
			for _, name := range []string{"data.thing1", "data.amount2", "page"} {
				if got := r.value(t, name); got != asked.Get(name) {
					t.Errorf("%s holds %q, was %q", name, got, asked.Get(name))
				}
			}
		})
	}
	if len(d.queued(t)) != 0 || d.woken != 0 {
		t.Error("a refused message was queued")
	}
}

func TestComposeBlankMessage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleOperator)
	r := b.post(t, paths.Compose(d.app.Appid), d.written(t, b)).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(r.text(t, "error-data"), "至少填写一个") {
		t.Errorf("a message that says nothing: %q", r.text(t, "error-data"))
	}
}

func TestMarketerMayNotSend(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleMarketer)
	page := b.get(t, d.url).want(t, http.StatusOK)
	if page.text(t, "send-not-yours") == "" || page.doc(t).Find(`[data-testid="send"]`).Length() != 0 {
		t.Error("the page does not say who may send")
	}
	form := with(formOf(t, page, "compose"), "data.keyword1", "1")
	b.post(t, paths.Compose(d.app.Appid), form).want(t, http.StatusForbidden)
	if len(d.queued(t)) != 0 {
		t.Error("it was queued all the same")
	}
	d.as(t, models.RoleAuditor).get(t, d.url).want(t, http.StatusForbidden)
}

func TestComposeWhileStopped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleOperator)
	form := with(d.written(t, b), "data.keyword1", "1")
	if err := d.PauseApp(t.Context(), modelstest.Tester, d.app.ID, models.Pause{Errcode: 40125, Reason: "invalid appsecret"}); err != nil {
		t.Fatal(err)
	}
	if note := b.get(t, d.url).text(t, "app-paused"); !strings.Contains(note, "40125") || !strings.Contains(note, "排队") {
		t.Errorf("a paused App: %q", note)
	}
	b.post(t, paths.Compose(d.app.Appid), form).want(t, http.StatusSeeOther)
	if err := d.StopTemplate(t.Context(), modelstest.Tester, d.app.ID, d.template.ID, 40037, "invalid template_id"); err != nil {
		t.Fatal(err)
	}
	page := b.get(t, d.url).want(t, http.StatusOK)
	if !strings.Contains(page.text(t, "template-stopped"), "40037") {
		t.Errorf("a stopped template: %q", page.text(t, "template-stopped"))
	}
	stopped := with(formOf(t, page, "compose"), "data.keyword1", "2")
	r := b.post(t, paths.Compose(d.app.Appid), stopped).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(r.text(t, "error-template"), "已停用") || r.value(t, "data.keyword1") != "2" {
		t.Errorf("sending with it: %q", r.text(t, "error-template"))
	}
}
