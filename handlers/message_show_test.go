package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestMessagePageExplains(t *testing.T) {
	t.Parallel()
	const code = "form-of-anna-0123456789"
	cases := []struct {
		name  string
		to    models.MessageState
		edit  func(*models.Outcome)
		wants map[string]string // by data-testid
	}{
		{"sent", models.MessageSent, func(o *models.Outcome) { o.Errmsg, o.MsgID = "ok", 4711 }, map[string]string{
			"sentence": "微信已接受这条消息。", "errcode": "0", "errmsg": "ok", "facts": "4711", "story": "微信已接受", "slip": "20261123000187",
		}},
		{"refused", models.MessageFailed, refusedWith(43101, "user refuse to accept the msg rid: 0a1b2c3d-0a1b2c3d-0a1b2c3d"), map[string]string{
			"state": "43101", "sentence": "用户没有剩余的订阅次数", "remedy": "请在下次服务时引导用户重新订阅", "errmsg": "user refuse to accept the msg rid", "answer": "微信 rid0a1b2c3d-0a1b2c3d-0a1b2c3d",
		}},
		{"a bad value", models.MessageFailed, refusedWith(47003, "argument invalid! data.keyword2.value is too long"), map[string]string{
			"state": "47003", "errfield": "发货时间（keyword2）",
		}},
		{"unanswered", models.MessageUnknown, unanswered, map[string]string{
			"sentence": "微信没有应答", "actions": "视为已发", "state-unknown": "结果未知",
		}},
		{"retried", models.MessageQueued, func(o *models.Outcome) {
			o.Code, o.Reason, o.Errcode, o.Errmsg, o.Due = models.CodeReserved, models.CauseRetry, -1, "system error", o.At.Add(8*time.Second)
		}, map[string]string{
			"note": "第 1 次重试将在 2026-11-23 10:00:08 进行。", "story": "第 1 次尝试：-1 · 微信系统繁忙", "state-queued": "排队中",
		}},
		{"proven", models.MessageSent, func(o *models.Outcome) { o.Reason, o.Errcode = models.CauseProven, 41029 }, map[string]string{
			"sentence": "证明第一次已送达", "story": "已证明送达",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, modelstest.SQLite(t))
			app, template := s.shop(t, "anna")
			m := s.settled(t, app, template, "anna", c.to, c.edit)
			page := s.as(t, models.RoleOperator).get(t, paths.Message(app.Appid, m.ID)).want(t, http.StatusOK)
			for testID, want := range c.wants {
				if got := page.text(t, testID); !strings.Contains(got, want) {
					t.Errorf("%s says %q, want %q", testID, got, want)
				}
			}
			if payload := page.text(t, "payload"); !strings.Contains(payload, `"form_id": "`+code+`"`) || !strings.Contains(payload, `"touser": "anna"`) {
				t.Errorf("payload %s", payload)
			}
		})
	}
}

func TestMessageWithoutCode(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	first, second := s.Queue(t, app, template, "anna"), s.Queue(t, app, template, "anna")
	s.Settled(t, s.Outcome(s.ClaimedOne(t, app), models.MessageSent, models.CodeUsed))
	s.Clock.Advance(time.Second)
	if claimed := s.Claimed(t, app, 1); len(claimed) != 0 {
		t.Fatal("there was a second code")
	}
	b := s.as(t, models.RoleOperator)
	page := b.get(t, paths.Message(app.Appid, second.ID)).want(t, http.StatusOK)
	for testID, want := range map[string]string{
		"sentence": "没有可用的发送码", "remedy": "再次提交表单", "answer": "没有向微信发出请求", "request": "没有向微信发出请求", "code": "未占用",
	} {
		if got := page.text(t, testID); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", testID, got, want)
		}
	}
	again := page.doc(t).Find(`[data-testid="again"]`).AttrOr("href", "")
	if want := paths.With(paths.DraftNew(app.Appid), "template", template.TemplateID, "to", "anna"); again != want {
		t.Errorf("compose again leads to %q, want %q", again, want)
	}
	if page := b.get(t, paths.Message(app.Appid, first.ID)); !strings.Contains(page.text(t, "code"), "form-o…") {
		t.Errorf("the code reads %q", page.text(t, "code"))
	}
}

func TestMessagePageIsHeldByRoles(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben")
	unknown := s.settled(t, app, template, "anna", models.MessageUnknown, unanswered)
	queued := s.Queue(t, app, template, "ben")
	s.browser().get(t, paths.Message(app.Appid, unknown.ID)).want(t, http.StatusSeeOther)
	for _, role := range []models.Role{models.RoleMarketer, models.RoleAuditor} {
		b := s.as(t, role)
		page := b.get(t, paths.Message(app.Appid, unknown.ID)).want(t, http.StatusOK)
		if page.text(t, "actions") != "" || page.doc(t).Find("main form").Not(`:has([data-testid="copy"])`).Length() != 0 {
			t.Errorf("%s sees actions", role)
		}
		if strings.Contains(page.body, "form-of-anna-0123456789") || !strings.Contains(page.text(t, "payload"), "form-o…") {
			t.Errorf("%s sees the whole send code", role)
		}
		if got := b.get(t, paths.Message(app.Appid, queued.ID)).doc(t).Find(`[data-testid="cancel"]`).Length(); got != 0 {
			t.Errorf("%s may cancel", role)
		}
		for _, action := range []string{paths.MessageResend(app.Appid, unknown.ID), paths.MessageAssume(app.Appid, unknown.ID), paths.MessageCancel(app.Appid, queued.ID)} {
			b.post(t, action, nil).want(t, http.StatusForbidden)
		}
	}
	if s.Reload(t, unknown).State != models.MessageUnknown || s.Reload(t, queued).State != models.MessageQueued {
		t.Error("a message changed")
	}
}

func TestMessageOfAnotherAppIsNotFound(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	m := s.settled(t, app, template, "anna", models.MessageUnknown, unanswered)
	other := s.App(t)
	b := s.as(t, models.RoleAdmin)
	b.get(t, paths.Message(other.Appid, m.ID)).want(t, http.StatusNotFound)
	b.get(t, paths.Messages(other.Appid)+"/abc").want(t, http.StatusNotFound)
	for _, action := range []string{paths.MessageResend(other.Appid, m.ID), paths.MessageAssume(other.Appid, m.ID), paths.MessageCancel(other.Appid, m.ID)} {
		b.post(t, action, nil).want(t, http.StatusNotFound)
	}
	if len(b.get(t, paths.Messages(other.Appid)).linksOf(t, "message")) != 0 {
		t.Error("the history of another App lists it")
	}
}

func TestMessagePageAsksAnewUntilItIsSettled(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	m := s.Queue(t, app, template, "anna")
	b := s.as(t, models.RoleOperator)
	url := paths.Message(app.Appid, m.ID)
	live := func(r reply) (every, get string) {
		part := r.want(t, http.StatusOK).doc(t).Find("#message-live")
		return part.AttrOr("hx-trigger", ""), part.AttrOr("hx-get", "")
	}
	page := b.get(t, url)
	if every, get := live(page); every != "every 1s" || get != url {
		t.Errorf("asks %q of %q", every, get)
	}
	if page.doc(t).Find(`[data-testid="refresh"]`).AttrOr("href", "") != url {
		t.Error("without script there is no way to refresh")
	}
	b.header.Set("HX-Request", "true")
	claimed := s.ClaimedOne(t, app)
	part := b.get(t, url)
	if every, _ := live(part); every != "every 1s" || part.text(t, "state-sending") != "发送中" || strings.Contains(part.body, "<html") {
		t.Errorf("on its way it asks %q; body %.200s", every, part.body)
	}
	s.Settled(t, s.Outcome(claimed, models.MessageSent, models.CodeUsed))
	part = b.get(t, url)
	if every, get := live(part); every != "" || get != "" || part.text(t, "state-sent") != "已发送" {
		t.Errorf("settled, it still asks %q of %q", every, get)
	}
}

func TestWaitingMessageAsksSeldom(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	m := s.Queue(t, app, template, "anna")
	if err := s.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{Reason: "盘点"}); err != nil {
		t.Fatal(err)
	}
	page := s.as(t, models.RoleOperator).get(t, paths.Message(app.Appid, m.ID))
	if got := page.doc(t).Find("#message-live").AttrOr("hx-trigger", ""); got != "every 15s" {
		t.Errorf("asks %q", got)
	}
	if !strings.Contains(page.text(t, "note"), "小程序已暂停发送") {
		t.Errorf("says %q", page.text(t, "note"))
	}
}

func TestHostileTextsAreEscaped(t *testing.T) {
	t.Parallel()
	const hostile = `<script>alert(1)</script>"'&`
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	person, err := s.SaveRecipient(t.Context(), modelstest.Tester, app.ID, models.RecipientInput{Openid: "anna", Nickname: hostile, Remark: hostile})
	if err != nil {
		t.Fatal(err)
	}
	m := s.settled(t, app, template, "anna", models.MessageFailed, refusedWith(47003, hostile))
	b := s.as(t, models.RoleAdmin)
	for _, url := range []string{
		paths.Overview(app.Appid), paths.Recipients(app.Appid) + "?q=%3Cscript%3E", paths.Recipient(app.Appid, person.ID), paths.Messages(app.Appid), paths.Message(app.Appid, m.ID),
	} {
		page := b.get(t, url).want(t, http.StatusOK)
		if strings.Contains(page.body, "<script>alert") || page.doc(t).Find("script").Length() != 1 {
			t.Errorf("%s: a text became markup", url)
		}
	}
	if got := b.get(t, paths.Message(app.Appid, m.ID)).text(t, "errmsg"); got != hostile {
		t.Errorf("errmsg reads %q", got)
	}
}

// A code may be deleted before its message: the page says so, and does not claim
// that nothing was sent.
func TestMessageWhoseCodeIsGone(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	m := s.settled(t, app, template, "anna", models.MessageSent)
	if err := s.Exec("DELETE FROM send_codes WHERE app_id = ?", app.ID); err != nil {
		t.Fatal(err)
	}
	page := s.as(t, models.RoleOperator).get(t, paths.Message(app.Appid, m.ID)).want(t, http.StatusOK)
	for testID, want := range map[string]string{"code": "记录已按保留期限删除", "request": "请求正文无法再现", "story": "记录已按保留期限删除"} {
		if got := page.text(t, testID); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", testID, got, want)
		}
	}
}
