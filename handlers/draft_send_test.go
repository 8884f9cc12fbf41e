package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSendStep(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	if err := s.SaveSendingRules(t.Context(), modelstest.Tester, app.ID, models.SendingRules{ConfirmAbove: 2}); err != nil {
		t.Fatal(err)
	}
	d := drafted(t, s, app)
	path := s.drafts(app, d)
	b := s.as(t, models.RoleOperator)
	page := b.get(t, path+"/send").want(t, http.StatusOK)
	if got := page.text(t, "will"); got != "现在开始，发给 3 人。" {
		t.Errorf("it says %q", got)
	}
	if got := page.text(t, "split"); got != "预计发出 1 条；2 条会失败：1 人发送时没有可用的发送码，1 人内容会被拒。" {
		t.Errorf("it says %q", got)
	}
	form := url.Values{"version": {version(t, page)}}
	for typed, want := range map[string]string{"": "请填写此项", "2": "不一致", "x": "不一致"} {
		form.Set("confirmed_total", typed)
		if got := b.post(t, path+"/send", form).want(t, http.StatusUnprocessableEntity); !strings.Contains(got.text(t, "error-confirmed_total"), want) {
			t.Errorf("%q says %q", typed, got.text(t, "error-confirmed_total"))
		}
	}
	form.Set("confirmed_total", " 3 ")
	b.post(t, path+"/send", form).leadsTo(t, "/apps/"+app.Appid+"/batches/"+id(d.ID))
	batch := kept(t, s, app, d.ID)
	if batch.Name != "周末采摘" || batch.Total != 3 || batch.Failed != 1 || s.woken == 0 {
		t.Errorf("it became %s with %d messages, %d failed", batch.State, batch.Total, batch.Failed)
	}
	for _, again := range []reply{b.get(t, path+"/check"), b.get(t, path+"/send"), b.post(t, path+"/send", form)} {
		again.leadsTo(t, "/apps/"+app.Appid+"/batches/"+id(d.ID))
	}
}

func TestSendStepKeepsThePlan(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d := drafted(t, s, app)
	path := s.drafts(app, d)
	b := s.as(t, models.RoleMarketer)
	plan := url.Values{
		"version": {version(t, b.get(t, path+"/send"))}, "name": {"新名字"}, "start": {"at"}, "start_at": {"2026-01-01T08:00"}, "late": {"x"},
		"pace": {"7"}, "stop_percent": {"20"}, "quiet": {"own"}, "quiet_from": {"22:00"}, "quiet_until": {""},
	}
	refused := b.post(t, path+"/plan", plan).want(t, http.StatusUnprocessableEntity)
	for field, want := range map[string]string{"start_at": "2026-01-01T08:00", "late": "x", "pace": "7", "quiet_from": "22:00", "name": "新名字"} {
		if got := refused.value(t, field); got != want {
			t.Errorf("%s holds %q", field, got)
		}
	}
	for _, field := range []string{"start_at", "late", "quiet_until"} {
		if refused.text(t, "error-"+field) == "" {
			t.Errorf("nothing is said of %s", field)
		}
	}
	if refused.text(t, "unready") == "" {
		t.Error("it may be sent at a time that is over")
	}
	plan.Set("version", version(t, refused))
	plan.Set("start_at", "2026-11-28T10:00")
	plan.Set("late", "30")
	plan.Set("quiet_until", "08:00")
	b.post(t, path+"/plan", plan).leadsTo(t, path+"/send")
	page := b.get(t, path+"/send")
	if got := page.text(t, "will"); !strings.Contains(got, "11-28 10:00") || !strings.Contains(page.text(t, "quiet"), "22:00 到 08:00") {
		t.Errorf("it says %q, %q", got, page.text(t, "quiet"))
	}
	// Who may edit and not send sees why, and what to hand over.
	if page.text(t, "not-yours") == "" || !strings.Contains(page.text(t, "hand-over"), path+"/send") || page.doc(t).Find("[data-testid=send]").Length() != 0 {
		t.Error("a marketer is not told who sends")
	}
	b.post(t, path+"/send", url.Values{"version": {version(t, page)}, "confirmed_total": {"3"}}).want(t, http.StatusForbidden)
	operator := s.as(t, models.RoleOperator)
	form := url.Values{"version": {version(t, page)}, "confirmed_total": {"3"}}
	operator.post(t, path+"/send", form).leadsTo(t, "/apps/"+app.Appid+"/batches/"+id(d.ID))
	batch, err := s.Batch(t.Context(), app.ID, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if batch.State != models.BatchScheduled || batch.Pace != 7 || batch.StopPercent != 20 || batch.LateMs != 30*60_000 || !batch.QuietOwn {
		t.Errorf("it became %+v", batch)
	}
}

func TestSendingRules(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.Recipient(t, app, "o1")
	path := "/apps/" + app.Appid + "/rules"
	admin, operator, marketer := s.as(t, models.RoleAdmin), s.as(t, models.RoleOperator), s.as(t, models.RoleMarketer)
	for _, bad := range []url.Values{{"confirm_above": {"x"}, "rest_days": {"3"}}, {"confirm_above": {""}, "rest_days": {"3"}}, {"confirm_above": {"5"}, "rest_days": {"31"}}} {
		got := admin.post(t, path, bad).want(t, http.StatusUnprocessableEntity)
		if got.value(t, "confirm_above") != bad.Get("confirm_above") || got.text(t, "error-confirm_above")+got.text(t, "error-rest_days") == "" {
			t.Errorf("%v is answered %q", bad, got.text(t, "limits"))
		}
	}
	admin.post(t, path, url.Values{"confirm_above": {"5"}, "rest_days": {"3"}, "approve_above": {"9"}}).leadsTo(t, path)
	if now := s.ReloadApp(t, app); now.ConfirmAbove != 5 || now.RestDays != 3 || now.ApproveAbove != 9 {
		t.Errorf("stored %d, %d", now.ConfirmAbove, now.RestDays)
	}
	operator.post(t, path, url.Values{"confirm_above": {"0"}, "rest_days": {"0"}}).want(t, http.StatusForbidden)
	long := strings.Repeat("长", 33)
	if got := operator.post(t, path+"/words", url.Values{"words.template": {"秒杀\n" + long}}).want(t, http.StatusUnprocessableEntity); !strings.Contains(got.doc(t).Find(`textarea[name="words.template"]`).Text(), long) || got.text(t, "error-words.template") == "" {
		t.Error("a long word is not refused, or gone")
	}
	operator.post(t, path+"/words", url.Values{"words.template": {" 秒杀 \r\n\r\n红包\r\n秒杀"}, "words.subscribe_once": {"抽奖"}}).leadsTo(t, path)
	if words, err := s.WatchWords(t.Context(), app.ID); err != nil || strings.Join(words[models.KindTemplate], " ") != "秒杀 红包" || strings.Join(words[models.KindSubscribeOnce], " ") != "抽奖" {
		t.Errorf("stored %v, %v", words, err)
	}
	if got := operator.post(t, path+"/testers", url.Values{"openid": {"stranger"}, "on": {"true"}}).want(t, http.StatusUnprocessableEntity); got.value(t, "openid") != "stranger" || got.text(t, "error-openid") == "" {
		t.Error("a stranger is no user")
	}
	operator.post(t, path+"/testers", url.Values{"openid": {"o1"}, "on": {"true"}}).leadsTo(t, path)
	page := marketer.get(t, path).want(t, http.StatusOK)
	if !strings.Contains(page.text(t, "tester"), "o1") || !strings.Contains(page.text(t, "watch-words"), "红包") || page.doc(t).Find("main form[method=post] .btn").Length() != 0 {
		t.Error("a marketer sees too little, or may change something")
	}
	operator.post(t, path+"/testers", url.Values{"openid": {"o1"}, "on": {"false"}}).leadsTo(t, path)
	if operator.get(t, path).doc(t).Find("[data-testid=tester]").Length() != 0 {
		t.Error("a tester stays")
	}
}
