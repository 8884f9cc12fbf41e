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
		models.CodeInput{Openid: "anna", Kind: models.CodeForm, Code: "old-code-0123456789", ObtainedAt: s.Now().Add(time.Hour - models.CodeLife)},
	)
	s.Clock.Advance(2 * time.Hour)
	anna, err := s.RecipientByOpenid(t.Context(), app.ID, "anna")
	if err != nil {
		t.Fatal(err)
	}
	page := s.as(t, models.RoleOperator).get(t, paths.Recipient(app.Appid, anna.ID)).want(t, http.StatusOK)
	for testID, want := range map[string]string{"code-used": "已用", "code-rejected": "被微信拒绝", "why": "41028 · 这个发送码无效", "code-expired": "已过期", "code-available": "待支付可用"} {
		if got := page.text(t, testID); got != want {
			t.Errorf("%s says %q, want %q", testID, got, want)
		}
	}
	groups := page.doc(t).Find(`[data-testid="wallet-group"]`)
	if groups.Length() != 3 {
		t.Fatalf("%d kinds of code", groups.Length())
	}
	for i, wants := range [][]string{
		{"表单", "现在没有可用的", "form-o…", "bad-co…", "2026-11-23 10:00 获得", "2026-11-23 10:00 用于一条消息", "2026-11-23 11:00 过期，没有用上", "被微信拒绝"},
		{"支付", "待支付", "等待支付", "订单 A-1001", "下单支付", "prepay…"},
		{"一次性订阅 1 · 不过期", "到货提醒", "可用", "test"},
	} {
		said := strings.Join(strings.Fields(groups.Eq(i).Text()), " ")
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("group %d does not say %q: %s", i, want, said)
			}
		}
	}
	if strings.Contains(page.body, "prepay-0123456789") || strings.Contains(page.body, "bad-code-0123456789") || strings.Contains(page.body, "credit-") {
		t.Error("a whole send code is shown")
	}
	if page.doc(t).Find(`[data-testid="wallet"] a[href="`+paths.Message(app.Appid, sent.ID)+`"]`).Length() != 1 {
		t.Error("the used code does not lead to its message")
	}
	if n := page.doc(t).Find(`[data-testid="message"]`); n.Length() != 2 || !strings.Contains(n.Last().Text(), "已发送") || n.Last().Find("a").AttrOr("href", "") != paths.Message(app.Appid, sent.ID) {
		t.Errorf("%d messages, the first of them %q", n.Length(), n.Last().Text())
	}
	if page.doc(t).Find(`a[href="`+paths.Messages(app.Appid)+`?to=anna"]`).Length() != 1 || page.doc(t).Find(`a[href="`+paths.DraftNew(app.Appid)+`?to=anna"]`).Length() != 1 {
		t.Error("the history of this person or the way to write is missing")
	}
}

// TestRecipientPageTurnsItsLists goes through the wallet without leaving the
// place in the messages.
func TestRecipientPageTurnsItsLists(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	for i := range 25 {
		s.Code(t, app, "anna", models.CodeForm, fmt.Sprintf("code-%02d-0123456789", i))
		s.Queue(t, app, template, "anna")
	}
	anna, err := s.RecipientByOpenid(t.Context(), app.ID, "anna")
	if err != nil {
		t.Fatal(err)
	}
	b := s.as(t, models.RoleAuditor)
	page := b.get(t, paths.Recipient(app.Appid, anna.ID))
	next := page.doc(t).Find("a[rel=next]")
	if next.Length() != 2 {
		t.Fatalf("%d ways to older rows", next.Length())
	}
	older := b.get(t, next.Last().AttrOr("href", "")).want(t, http.StatusOK)
	if n := older.doc(t).Find(`[data-testid="message"]`).Length(); n != 5 {
		t.Errorf("%d older messages", n)
	}
	both := b.get(t, older.doc(t).Find("a[rel=next]").First().AttrOr("href", "")).want(t, http.StatusOK).doc(t)
	if m, c := both.Find(`[data-testid="message"]`).Length(), both.Find(`[data-testid="code"]`).Length(); m != 5 || c != 6 {
		t.Errorf("the older page of both shows %d messages and %d codes", m, c)
	}
	for _, query := range []string{"?q=x", "?before=x", "?codes_before=x"} {
		b.get(t, paths.Recipient(app.Appid, anna.ID)+query).want(t, http.StatusBadRequest)
	}
}

func TestTagOneRecipient(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	anna := s.Recipient(t, app, "anna")
	here, action := paths.Recipient(app.Appid, anna.ID), paths.RecipientTags(app.Appid, anna.ID)
	b := s.as(t, models.RoleOperator)
	b.post(t, action, url.Values{"add": {" 老客户 "}}).leadsTo(t, here)
	page := b.get(t, here)
	if got := page.text(t, "person-tags"); !strings.Contains(got, "老客户") {
		t.Errorf("tags: %q", got)
	}
	if page.doc(t).Find(`[data-testid="person-tags"] a[href="`+paths.With(paths.Recipients(app.Appid), "tag", "老客户")+`"]`).Length() != 1 {
		t.Error("the tag does not lead to whoever has it")
	}
	long := strings.Repeat("长", 33)
	refused := b.post(t, action, url.Values{"add": {long}}).want(t, http.StatusUnprocessableEntity)
	if refused.value(t, "add") != long || !strings.Contains(refused.text(t, "error-add"), "32") {
		t.Errorf("the refused tag is %q, because %q", refused.value(t, "add"), refused.text(t, "error-add"))
	}
	b.post(t, action, url.Values{"remove": {"老客户"}}).leadsTo(t, here)
	if got := b.get(t, here).text(t, "person-tags"); strings.Contains(got, "老客户") {
		t.Errorf("the tag is still there: %q", got)
	}
	b.post(t, paths.RecipientTags(s.App(t).Appid, anna.ID), url.Values{"add": {"x"}}).want(t, http.StatusNotFound)
	s.as(t, models.RoleMarketer).post(t, action, url.Values{"add": {"x"}}).want(t, http.StatusForbidden)
}
