package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
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
}

func newDesk(t *testing.T, edit ...func(*models.TemplateInput)) desk {
	t.Helper()
	s := newSite(t, modelstest.SQLite(t))
	d := desk{site: s, app: s.App(t)}
	d.template = s.Template(t, d.app, edit...)
	s.Recipient(t, d.app, "openid-zhang")
	s.Code(t, d.app, "openid-zhang", models.CodeForm, "form-1")
	s.Code(t, d.app, "openid-zhang", models.CodeForm, "form-2")
	return d
}

// to begins a draft for one person and returns its step 内容.
func (d desk) to(t *testing.T, b *browser, openid string) string {
	t.Helper()
	path := paths.With(paths.Drafts(d.app.Appid), "to", openid)
	return b.post(t, path, url.Values{"template": {d.template.TemplateID}}).want(t, http.StatusSeeOther).header.Get("Location")
}

func TestOnePersonIsFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Recipient(t, d.app, "openid-nobody")
	b := d.as(t, models.RoleMarketer)
	audience := strings.TrimSuffix(d.to(t, b, "openid-zhang"), "content") + "audience"
	first := b.get(t, audience).want(t, http.StatusOK)
	if kind := first.doc(t).Find("input[name=audience][checked]").AttrOr("value", ""); kind != "one" || first.doc(t).Find("input[name=to][checked]").AttrOr("value", "") != "openid-zhang" {
		t.Errorf("the choice is %q of %q", kind, first.text(t, "matches"))
	}
	if code := first.text(t, "code-spent"); !strings.Contains(code, "表单") || !strings.Contains(code, "2026-11-23 10:00") {
		t.Errorf("the code to be spent: %q", code)
	}
	if people := first.text(t, "matches"); strings.Contains(people, "openid-nobody") {
		t.Errorf("offered without a search: %q", people)
	}
	search := url.Values{"version": {version(t, first)}, "audience": {"one"}, "q": {"openid-nobody"}}
	found := b.fragment(t, audience, search).want(t, http.StatusOK)
	if people := found.text(t, "matches"); !strings.Contains(people, "没有发送码") || strings.Contains(people, "zhang") {
		t.Errorf("found: %q", people)
	}
	search = url.Values{"version": {version(t, found)}, "audience": {"one"}, "q": {"openid-nobody"}, "to": {"openid-nobody"}}
	chosen := b.fragment(t, audience, search).want(t, http.StatusOK)
	if chosen.text(t, "no-code") == "" || !strings.Contains(chosen.text(t, "people"), "openid-nobody") {
		t.Errorf("without a code it says %q", chosen.text(t, "reach-panel"))
	}
	search = url.Values{"version": {version(t, chosen)}, "audience": {"one"}, "q": {"%"}, "stay": {"1"}}
	plain := b.post(t, audience, search).want(t, http.StatusSeeOther).header.Get("Location") // without script
	if none := b.get(t, plain).want(t, http.StatusOK); none.text(t, "no-person") == "" || none.value(t, "q") != "%" {
		t.Error("a search without a match says nothing, or is forgotten")
	}
	b.get(t, audience+"?recipient=x").want(t, http.StatusBadRequest)
	stranger := strings.TrimSuffix(d.to(t, b, "stranger"), "content") + "audience"
	if page := b.get(t, stranger); page.text(t, "error-to") == "" {
		t.Error("a link to somebody who is no user says nothing")
	}
	b.get(t, paths.Compose(d.app.Appid)+"?to=openid-zhang").leadsTo(t, paths.DraftNew(d.app.Appid)+"?to=openid-zhang")
	b.get(t, paths.DraftNew(d.app.Appid)+"?recipient=x").want(t, http.StatusBadRequest)
}

func TestOnePersonIsSentOneMessage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if err := d.SaveSendingRules(t.Context(), modelstest.Tester, d.app.ID, models.SendingRules{ConfirmAbove: 500, RestDays: 7}); err != nil {
		t.Fatal(err)
	}
	b := d.as(t, models.RoleOperator)
	for sent := range int64(2) { // the second one just after the first: whoever names a person means them
		content := d.to(t, b, "openid-zhang")
		path := strings.TrimSuffix(content, "/content")
		form := with(formOf(t, b.get(t, content), "content-form"), "data.keyword1", "20261123000187", "data.keyword2", "2026-11-23 10:24", "tint.keyword2", "1", "colour.keyword2", "#C8321F",
			"page", "pages/order?id={order_no}", "emphasis", "keyword2")
		b.post(t, content, form).leadsTo(t, path+"/check")
		if check := b.get(t, path+"/check"); check.text(t, "n-expected") != "1" || check.text(t, "recent") != "" {
			t.Fatalf("the check says %q", check.text(t, "check"))
		}
		page := b.get(t, path+"/send")
		send := formOf(t, page, "send-form")
		to := b.post(t, path+"/send", send).want(t, http.StatusSeeOther).header.Get("Location")
		b.post(t, path+"/send", send).leadsTo(t, to) // once more: it is the same one
		batch := kept(t, d.site, d.app, idOf(t, to))
		if batch.Total != 1 || d.Number(t, "SELECT COUNT(*) FROM messages") != sent+1 {
			t.Fatalf("it became %d messages", batch.Total)
		}
		settle(t, d.site, d.app, batch, 1, models.MessageSent)
		m, err := d.Messages(t.Context(), d.app.ID, models.MessageFilter{BatchID: batch.ID}, 10)
		if err != nil {
			t.Fatal(err)
		}
		want := []models.KeywordValue{
			{Key: "keyword1", Name: "订单编号", Value: "20261123000187", Colour: "#173177"}, {Key: "keyword2", Name: "发货时间", Value: "2026-11-23 10:24", Colour: "#c8321f"},
		}
		if got := m.Rows[0]; !slices.Equal(got.Data, want) || got.Page != "pages/order?id=20261123000187" || got.Emphasis != "keyword2" {
			t.Errorf("queued %+v", got)
		}
		shown := b.get(t, paths.Message(d.app.Appid, m.Rows[0].ID)).want(t, http.StatusOK)
		copied := b.post(t, shown.doc(t).Find(`form:has([data-testid="copy"])`).AttrOr("action", ""), nil).want(t, http.StatusSeeOther).header.Get("Location")
		again := b.get(t, copied).want(t, http.StatusOK)
		if card := again.text(t, "preview"); again.value(t, "data.keyword2") != "2026-11-23 10:24" || !strings.Contains(card, "20261123000187") || again.text(t, "preview-for") != "昵称openid-zhang" {
			t.Errorf("the copy says %q", card)
		}
	}
	if d.woken == 0 {
		t.Error("nobody tells the engine")
	}
}

func TestContentRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(in *models.TemplateInput) {
		in.Kind, in.Keywords = models.KindSubscribeOnce, []models.KeywordInput{{Key: "thing1", Name: "商品"}, {Key: "amount2", Name: "价格", Field: "price", Format: models.FormatYuan}}
	})
	b := d.as(t, models.RoleOperator)
	content := d.to(t, b, "openid-zhang")
	form := with(formOf(t, b.get(t, content), "content-form"), "data.thing1", "芒果", "data.amount2", "12", "tint.thing1", "1")
	for _, c := range []struct{ name, field, value, at, says string }{
		{"an empty value", "data.amount2", "", "error-amount2", "请填写"},
		{"a long value", "data.thing1", strings.Repeat("长", 21), "error-thing1", "最多 20"},
		{"a bad colour", "colour.thing1", "red", "error-colour.thing1", "#RRGGBB"},
		{"a bad page", "page", "pages/a b", "error-page", "格式不对"},
	} {
		asked := url.Values{}
		for name, values := range form {
			asked[name] = values
		}
		with(asked, c.field, c.value, "version", version(t, b.get(t, content)))
		r := b.post(t, content, asked).want(t, http.StatusUnprocessableEntity)
		if got := r.text(t, c.at); !strings.Contains(got, c.says) {
			t.Errorf("%s: %s says %q, want %q", c.name, c.at, got, c.says)
		}
		for _, name := range []string{"data.thing1", "data.amount2", "page"} {
			if got := r.value(t, name); got != asked.Get(name) {
				t.Errorf("%s: %s holds %q, was %q", c.name, name, got, asked.Get(name))
			}
		}
	}
}

func TestWhoMayNotSendIsToldWhoCan(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleMarketer)
	content := d.to(t, b, "openid-zhang")
	send := strings.TrimSuffix(content, "content") + "send"
	b.post(t, content, with(formOf(t, b.get(t, content), "content-form"), "data.keyword1", "1")).want(t, http.StatusSeeOther)
	b.get(t, strings.TrimSuffix(content, "content")+"check").want(t, http.StatusOK)
	page := b.get(t, send).want(t, http.StatusOK)
	if page.text(t, "not-yours") == "" || page.doc(t).Find(`[data-testid="send"]`).Length() != 0 {
		t.Error("the page does not say who may send")
	}
	b.post(t, send, url.Values{"version": {version(t, page)}, "confirmed_total": {"1"}}).want(t, http.StatusForbidden)
	if n := d.Number(t, "SELECT COUNT(*) FROM messages"); n != 0 {
		t.Error("it was queued all the same")
	}
	d.as(t, models.RoleAuditor).get(t, content).want(t, http.StatusForbidden)
}

func TestStepsWhileStopped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.as(t, models.RoleOperator)
	content := d.to(t, b, "openid-zhang")
	path := strings.TrimSuffix(content, "/content")
	b.post(t, content, with(formOf(t, b.get(t, content), "content-form"), "data.keyword1", "1")).want(t, http.StatusSeeOther)
	if err := d.PauseApp(t.Context(), modelstest.Tester, d.app.ID, models.Pause{Errcode: 40125, Reason: "invalid appsecret"}); err != nil {
		t.Fatal(err)
	}
	b.get(t, path+"/check").want(t, http.StatusOK)
	if note := b.get(t, path+"/send").text(t, "app-paused"); !strings.Contains(note, "暂停") {
		t.Errorf("a paused App: %q", note)
	}
	if err := d.StopTemplate(t.Context(), modelstest.Tester, d.app.ID, d.template.ID, 40037, "invalid template_id"); err != nil {
		t.Fatal(err)
	}
	if page := b.get(t, content).want(t, http.StatusOK); !strings.Contains(page.text(t, "template-stopped"), "40037") {
		t.Errorf("a stopped template: %q", page.text(t, "template-stopped"))
	}
	if page := b.get(t, path+"/send").want(t, http.StatusOK); page.text(t, "unready") == "" || page.doc(t).Find("[data-testid=send]").Length() != 0 {
		t.Error("it can be sent with a template that is stopped")
	}
}
