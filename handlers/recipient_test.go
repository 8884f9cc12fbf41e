package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestRecipientsList(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben")
	s.Code(t, app, "anna", models.CodePrepay, "prepay-of-anna")
	carl := s.Recipient(t, app, "carl")
	s.settled(t, app, template, "ben", models.MessageSent)
	s.Clock.Advance(models.CodeLife - 9*time.Hour)
	b := s.as(t, models.RoleMarketer)

	page := b.get(t, paths.Recipients(app.Appid)).want(t, http.StatusOK)
	rows := page.doc(t).Find(`[data-testid="recipient"]`)
	if rows.Length() != 3 || rows.First().Find(".row-link").AttrOr("href", "") != paths.Recipient(app.Appid, carl.ID) {
		t.Fatalf("%d rows, first leads to %q", rows.Length(), rows.First().Find(".row-link").AttrOr("href", ""))
	}
	if got := rows.Eq(0).Find(`[data-testid="codes-none"]`).Text(); !strings.Contains(got, "0") {
		t.Errorf("carl has %q", got)
	}
	if got := strings.Join(strings.Fields(rows.Eq(2).Find(`[data-testid="codes-form_id"].tone-warning`).Text()), " "); got != "表单 1 · 最早 9 小时后到期" {
		t.Errorf("anna has %q", got)
	}
	if got := rows.Eq(2).Find(`[data-testid="codes-prepay_id"]`).Length(); got != 1 {
		t.Errorf("anna has %d chips for payments", got)
	}
	if got := rows.Eq(1).Find("time").Text(); got != "6 天前" {
		t.Errorf("ben was sent to %q", got)
	}
	if got := rows.Eq(0).Find(`[data-testid="write"]`).AttrOr("href", ""); got != paths.Compose(app.Appid)+"?to=carl" {
		t.Errorf("writing leads to %q", got)
	}
	if s.as(t, models.RoleAuditor).get(t, paths.Recipients(app.Appid)).doc(t).Find(`[data-testid="write"]`).Length() != 0 {
		t.Error("an auditor is offered to write")
	}
}

func TestRecipientsFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t, "anna", "ben")
	s.Recipient(t, app, "carl")
	s.Codes(t, app, models.CodeInput{Openid: "ben", Kind: models.CodeForm, Code: "old", ObtainedAt: s.Now().Add(30*time.Hour - models.CodeLife)})
	b := s.as(t, models.RoleOperator)
	list := paths.Recipients(app.Appid)
	cases := []struct {
		name, query string
		want        string
	}{
		{"nothing", "", "carl ben anna"},
		{"empty inputs", "?q=&has_code=", "carl ben anna"},
		{"start of the openid", "?q=an", "anna"},
		{"part of the nickname", "?q=" + url.QueryEscape("称carl"), "carl"},
		{"a wildcard is no wildcard", "?q=%25", ""},
		{"has a code", "?has_code=1", "ben anna"},
		{"has a code that expires within a day", "?has_code=24h", ""},
		{"has a code that expires within two days", "?has_code=48h", "ben"},
		{"both", "?has_code=1&q=carl", ""},
	}
	for _, c := range cases {
		page := b.get(t, list+c.query).want(t, http.StatusOK)
		var got []string
		rows := page.doc(t).Find(`[data-testid="recipient"] .mono`)
		for i := range rows.Nodes {
			got = append(got, rows.Eq(i).Text())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
		if (c.want == "") != (page.text(t, "no-match") != "") {
			t.Errorf("%s: says %q", c.name, page.text(t, "no-match"))
		}
	}
	for _, query := range []string{"?tag=vip", "?has_code=yes", "?has_code=0"} {
		b.get(t, list+query).want(t, http.StatusBadRequest)
	}
	chips := b.get(t, list+"?q=an&has_code=1").doc(t).Find(".filter-chips .chip a")
	if chips.Length() != 2 || chips.First().AttrOr("href", "") != list+"?has_code=1" {
		t.Errorf("%d chips, the first leads to %q", chips.Length(), chips.First().AttrOr("href", ""))
	}
	empty := b.get(t, paths.Recipients(s.App(t).Appid))
	if got := empty.text(t, "nothing-yet"); !strings.Contains(got, "POST /api/v1/send-codes") {
		t.Errorf("an empty list says %q", got)
	}
	s.browser().get(t, list).want(t, http.StatusSeeOther)
}

func TestRecipientsPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	for i := range 60 {
		s.Recipient(t, app, fmt.Sprintf("u%02d", i))
	}
	b := s.as(t, models.RoleOperator)
	first := b.get(t, paths.Recipients(app.Appid)+"?q=u")
	older := first.doc(t).Find(".pager a[rel=next]").AttrOr("href", "")
	second := b.get(t, older).want(t, http.StatusOK)
	if got := len(second.linksOf(t, "recipient")); got != 10 {
		t.Errorf("%d on the second page", got)
	}
	newer := second.doc(t).Find(".pager a[rel=prev]").AttrOr("href", "")
	if got := b.get(t, newer).linksOf(t, "recipient"); len(got) != 50 || got[0] != first.linksOf(t, "recipient")[0] {
		t.Errorf("newer leads to %d", len(got))
	}
}

func TestRecipientPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	once := s.Template(t, app, func(in *models.TemplateInput) { in.Kind, in.Title = models.KindSubscribeOnce, "到货提醒" })
	sent := s.settled(t, app, template, "anna", models.MessageSent)
	s.Codes(t, app, models.CodeInput{Openid: "anna", Kind: models.CodeForm, Code: "bad-code-0123456789"})
	s.Queue(t, app, template, "anna")
	s.Settled(t, s.Outcome(s.ClaimedOne(t, app), models.MessageQueued, models.CodeRejected, func(o *models.Outcome) {
		o.Reason, o.Errcode, o.Due = models.CauseNextCode, 41028, o.At
	}))
	s.Codes(t, app,
		models.CodeInput{Openid: "anna", Kind: models.CodePrepay, Code: "prepay-0123456789", OrderNo: "A-1001", Scene: "下单支付"},
		models.CodeInput{Openid: "anna", Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID},
	)
	anna, err := s.RecipientByOpenid(t.Context(), app.ID, "anna")
	if err != nil {
		t.Fatal(err)
	}
	page := s.as(t, models.RoleOperator).get(t, paths.Recipient(app.Appid, anna.ID)).want(t, http.StatusOK)
	if got := page.text(t, "left"); !strings.Contains(got, "一次性订阅 1 · 不过期到货提醒") {
		t.Errorf("left: %q", got)
	}
	wallet := map[string]string{
		"code-used": "已用", "code-rejected": "被微信拒绝", "why": "41028 · 这个发送码无效",
	}
	for testID, want := range wallet {
		if got := page.text(t, testID); got != want {
			t.Errorf("%s says %q, want %q", testID, got, want)
		}
	}
	rows := page.text(t, "code")
	for _, want := range []string{"待支付", "订单 A-1001", "prepay…", "form-o…", "bad-co…"} {
		if !strings.Contains(rows, want) {
			t.Errorf("the wallet does not say %q: %s", want, rows)
		}
	}
	if strings.Contains(page.body, "prepay-0123456789") || strings.Contains(page.body, "bad-code-0123456789") || strings.Contains(page.body, "credit-") {
		t.Error("a whole send code is shown")
	}
	if page.doc(t).Find(`[data-testid="wallet"] a[href="`+paths.Message(app.Appid, sent.ID)+`"]`).Length() != 1 {
		t.Error("the used code does not lead to its message")
	}
	if got := page.linksOf(t, "message"); len(got) != 2 {
		t.Errorf("messages %v", got)
	}
	if page.doc(t).Find(`a[href="`+paths.Messages(app.Appid)+`?to=anna"]`).Length() != 1 || page.doc(t).Find(`a[href="`+paths.Compose(app.Appid)+`?to=anna"]`).Length() != 1 {
		t.Error("the history of this person or the way to write is missing")
	}
}

func TestEditRecipient(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	anna := s.Recipient(t, app, "anna")
	url1 := paths.Recipient(app.Appid, anna.ID)
	b := s.as(t, models.RoleOperator)
	form := func(nickname, remark string) url.Values {
		return url.Values{"nickname": {nickname}, "remark": {remark}, "openid": {"someone-else"}}
	}
	b.post(t, url1, form("安娜", "爱芒果")).leadsTo(t, url1)
	saved := b.get(t, url1)
	if saved.value(t, "nickname") != "安娜" || saved.text(t, "flash") != "已保存。" || !strings.Contains(saved.body, "anna") {
		t.Errorf("shows %q, %q", saved.value(t, "nickname"), saved.text(t, "flash"))
	}
	long := strings.Repeat("长", 101)
	refused := b.post(t, url1, form(long, "保留我")).want(t, http.StatusUnprocessableEntity)
	if refused.value(t, "nickname") != long || refused.doc(t).Find("textarea").Text() != "保留我" || !strings.Contains(refused.text(t, "error-nickname"), "100") {
		t.Errorf("the refused form lost its input or its reason: %q", refused.text(t, "error-nickname"))
	}
	if got, _ := s.Store.Recipient(t.Context(), app.ID, anna.ID); got.Nickname != "安娜" || got.Openid != "anna" {
		t.Errorf("stored %+v", got)
	}
	b.post(t, paths.Recipient(s.App(t).Appid, anna.ID), form("x", "")).want(t, http.StatusNotFound)
	b.get(t, paths.Recipient(s.App(t).Appid, anna.ID)).want(t, http.StatusNotFound)

	marketer := s.as(t, models.RoleMarketer)
	if page := marketer.get(t, url1).want(t, http.StatusOK); page.doc(t).Find("main form").Length() != 0 || !strings.Contains(page.text(t, "profile"), "爱芒果") {
		t.Error("a marketer gets the form, or does not see the profile")
	}
	marketer.post(t, url1, form("x", "")).want(t, http.StatusForbidden)
}
