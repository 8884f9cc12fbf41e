package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/views/paths"
)

const shopSecret = "0123456789abcdefSECRET"

func appValues() url.Values {
	return url.Values{
		"name": {"鲜果到家"}, "appid": {"wx0123456789abcdef"}, "secret": {shopSecret}, "token_mode": {"stable"}, "band": {"violet"},
		"time_zone": {"Asia/Shanghai"}, "codes_per_payment": {"1"}, "payment_delay": {"10"},
	}
}

func TestAddApp(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	b.get(t, "/settings/apps/new").want(t, http.StatusOK)
	added := b.post(t, "/settings/apps/new", appValues()).want(t, http.StatusSeeOther)
	page := b.get(t, added.header.Get("Location")).want(t, http.StatusOK)
	if !strings.Contains(page.text(t, "flash"), "已接入“鲜果到家”") {
		t.Errorf("flash says %q", page.text(t, "flash"))
	}
	if again := b.get(t, added.header.Get("Location")); again.text(t, "flash") != "" {
		t.Error("the flash is shown twice")
	}
	app, err := s.AppByAppid(t.Context(), "wx0123456789abcdef")
	if err != nil || app.Band != "violet" || app.PaymentDelay() != 10*time.Second {
		t.Fatalf("stored %+v, %v", app, err)
	}
	if account, err := s.Account(app); err != nil || account.Secret != shopSecret {
		t.Error("the secret is not the one typed")
	}
	for _, path := range []string{"/settings/apps", "/settings/apps/new", added.header.Get("Location"), "/audit"} {
		if strings.Contains(b.get(t, path).body, shopSecret) {
			t.Errorf("%s shows the secret", path)
		}
	}
}

func TestBrokenAppFormKeepsItsInput(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	form := appValues()
	form.Set("appid", "not an appid")
	form.Set("time_zone", "Mars/Olympus")
	form.Set("payment_delay", "soon")
	form.Set("codes_per_payment", "")
	form.Set("pace", "fast")
	form.Set("quiet_from", "late")
	got := b.post(t, "/settings/apps/new", form).want(t, http.StatusUnprocessableEntity)
	for name, want := range map[string]string{"appid": "not an appid", "time_zone": "Mars/Olympus", "payment_delay": "soon", "name": "鲜果到家", "pace": "fast", "quiet_from": "late"} {
		if got.value(t, name) != want {
			t.Errorf("%s shows %q, typed was %q", name, got.value(t, name), want)
		}
	}
	for _, field := range []string{"appid", "time_zone", "payment_delay", "codes_per_payment", "pace", "quiet_from"} {
		if got.text(t, "error-"+field) == "" {
			t.Errorf("no sentence at %s", field)
		}
	}
	if got.doc(t).Find(`select[name=band] option[selected]`).AttrOr("value", "") != "violet" {
		t.Error("the colour is forgotten")
	}
	if strings.Contains(got.body, shopSecret) {
		t.Error("the secret came back")
	}
	s.App(t, func(in *models.AppInput) { in.Appid = "wxtaken" })
	form = appValues()
	form.Set("appid", "wxtaken")
	if got := b.post(t, "/settings/apps/new", form); got.text(t, "error-appid") != "已被使用，请换一个。" {
		t.Errorf("a taken appid: %d %q", got.status, got.text(t, "error-appid"))
	}
}

func TestEditApp(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	app := s.App(t)
	path := "/settings/apps/" + id(app.ID)
	form := appValues()
	form.Set("secret", "")
	form.Set("name", "新名字")
	form.Set("appid", "wxanother")
	b.post(t, path, form).leadsTo(t, path)
	after, err := s.Store.App(t.Context(), app.ID)
	if err != nil || after.Name != "新名字" || after.Appid != app.Appid {
		t.Errorf("stored %+v, %v", after, err)
	}
	if account, err := s.Account(after); err != nil || account.Secret != "test-secret" {
		t.Error("an empty secret did not keep the stored one")
	}
	form.Set("name", "")
	got := b.post(t, path, form).want(t, http.StatusUnprocessableEntity)
	if got.text(t, "error-name") == "" || got.value(t, "appid") != app.Appid {
		t.Error("a broken form shows no reason, or another appid")
	}
}

func TestPausedAppSaysWhyAndWhatToDo(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	app := s.App(t)
	path := "/settings/apps/" + id(app.ID)
	if err := s.PauseApp(t.Context(), models.Actor{Kind: models.ActorEngine}, app.ID, models.Pause{Errcode: 40125, Reason: "invalid appsecret, rid: 1"}); err != nil {
		t.Fatal(err)
	}
	if got := b.get(t, "/settings/apps").text(t, "pause-reason"); !strings.Contains(got, "AppSecret 不正确") || !strings.Contains(got, "重置 AppSecret") {
		t.Errorf("the list says %q", got)
	}
	if got := b.get(t, path).text(t, "paused"); !strings.Contains(got, "AppSecret 不正确") || !strings.Contains(got, "rid: 1") {
		t.Errorf("the page says %q", got)
	}
	woken := s.woken
	b.post(t, path+"/resume", nil).leadsTo(t, path)
	if after, err := s.Store.App(t.Context(), app.ID); err != nil || after.State != models.AppActive || s.woken == woken {
		t.Errorf("after resuming: %+v, %v", after, err)
	}
	b.post(t, path+"/pause", nil).leadsTo(t, path)
	if got := b.get(t, path).text(t, "paused"); !strings.Contains(got, "由员工暂停") {
		t.Errorf("paused by hand: %q", got)
	}
}

func TestTokenFailureIsExplained(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	app := s.App(t)
	path := "/settings/apps/" + id(app.ID)
	if got := b.get(t, path).text(t, "token"); !strings.Contains(got, "还没有获取") {
		t.Errorf("without a token: %q", got)
	}
	ctx := t.Context()
	if _, err := s.LeaseToken(ctx, app.Appid, "node", s.Clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	cause := &wechat.APIError{Call: wechat.CallStableToken, Errcode: 40164, Errmsg: "invalid ip 192.0.2.7"}
	if err := s.ReleaseToken(ctx, app.Appid, "node", cause); err != nil {
		t.Fatal(err)
	}
	if got := b.get(t, path).text(t, "token"); !strings.Contains(got, "IP 白名单") || !strings.Contains(got, "192.0.2.7") {
		t.Errorf("after a failure: %q", got)
	}
}

func TestStaff(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	form := url.Values{"name": {"小王"}, "email": {"wang@example.com"}, "role": {"marketer"}, "password": {"short"}}
	refused := b.post(t, "/settings/staff/new", form).want(t, http.StatusUnprocessableEntity)
	if refused.value(t, "email") != "wang@example.com" || !strings.Contains(refused.text(t, "error-password"), "10") {
		t.Errorf("a short password: %q", refused.text(t, "error-password"))
	}
	if refused.doc(t).Find(`input[name=role][checked]`).AttrOr("value", "") != "marketer" {
		t.Error("the role is forgotten")
	}
	form.Set("password", "a long enough password")
	b.post(t, "/settings/staff/new", form).leadsTo(t, "/settings/staff")
	list := b.get(t, "/settings/staff")
	if !strings.Contains(list.text(t, "staff"), "小王") || strings.Contains(list.body, "argon2") {
		t.Errorf("the list says %q", list.text(t, "staff"))
	}
	wang := s.browser()
	wang.signIn(t, "wang@example.com", "a long enough password").leadsTo(t, "/")
	path, _ := list.doc(t).Find(`a.row-link:contains("小王")`).Attr("href")
	b.get(t, path).want(t, http.StatusOK)
	b.post(t, path, url.Values{"name": {"小王"}, "email": {"wang@example.com"}, "role": {"auditor"}}).leadsTo(t, "/settings/staff")
	wang.get(t, "/").leadsTo(t, "/login?next=%2F")
	wang.signIn(t, "wang@example.com", "a long enough password").leadsTo(t, "/")
	wang.get(t, "/audit").want(t, http.StatusOK)

	b.post(t, path+"/password", url.Values{"password": {""}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, path+"/password", url.Values{"password": {"another long password"}}).leadsTo(t, "/settings/staff")
	wang.get(t, "/audit").leadsTo(t, "/login?next=%2Faudit")
	b.post(t, path, url.Values{"name": {"小王"}, "email": {"wang@example.com"}, "role": {"auditor"}, "disabled": {"1"}}).leadsTo(t, "/settings/staff")
	wang.signIn(t, "wang@example.com", "another long password").want(t, http.StatusUnprocessableEntity)
}

func TestOwnAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	path := b.get(t, "/settings/staff").doc(t).Find(`a.row-link`).AttrOr("href", "")
	last := b.post(t, path, url.Values{"name": {"我"}, "email": {"admin@example.com"}, "role": {"operator"}}).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(last.text(t, "error-role"), "最后一位管理员") {
		t.Errorf("the last admin: %q", last.text(t, "error-role"))
	}
	token := b.cookies["xinshi_session"]
	b.post(t, path+"/password", url.Values{"password": {"my new password"}}).leadsTo(t, "/settings/staff")
	if b.cookies["xinshi_session"] == token {
		t.Error("the session from before the new password still holds")
	}
	if page := b.get(t, "/settings/staff").want(t, http.StatusOK); !strings.Contains(page.text(t, "flash"), "密码已更新") {
		t.Errorf("flash says %q", page.text(t, "flash"))
	}
}

func TestAuditPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleAdmin)
	app := s.App(t)
	form := appValues()
	form.Set("name", "新名字")
	b.post(t, "/settings/apps/"+id(app.ID), form)
	page := b.get(t, "/audit?action=app.update").want(t, http.StatusOK)
	if n := page.doc(t).Find(`[data-testid="entry"]`).Length(); n != 1 {
		t.Fatalf("%d entries", n)
	}
	entry := page.text(t, "entry")
	for _, part := range []string{"员工admin", "更改小程序", "192.0.2.1", "Name", "鲜果到家", "新名字"} {
		if !strings.Contains(entry, part) {
			t.Errorf("%q lacks %s", entry, part)
		}
	}
	if strings.Contains(page.body, shopSecret) {
		t.Error("the secret stands in the audit")
	}
	if got := b.get(t, "/audit?actor="+url.QueryEscape("没有此人")); got.text(t, "no-match") == "" {
		t.Error("no match is not told apart from nothing yet")
	}
	for range 60 {
		b.post(t, "/settings/apps/"+id(app.ID)+"/pause", nil)
		b.post(t, "/settings/apps/"+id(app.ID)+"/resume", nil)
	}
	seen := 0
	next := "/audit?action=app.pause"
	for next != "" {
		doc := b.get(t, next).want(t, http.StatusOK).doc(t)
		seen += doc.Find(`[data-testid="entry"]`).Length()
		next = doc.Find(`a[rel="next"]`).AttrOr("href", "")
	}
	if seen != 60 {
		t.Errorf("paging through 60 entries shows %d", seen)
	}
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

func TestPaceAndQuietHours(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	page := paths.SettingsApp(app.ID)
	if got := b.get(t, page); got.value(t, "pace")+got.value(t, "quiet_from")+got.value(t, "quiet_until") != "" {
		t.Error("an App without pace and quiet hours shows some")
	}
	form := appValues()
	form.Set("pace", "20")
	form.Set("quiet_from", "22:30")
	form.Set("quiet_until", "00:00")
	b.post(t, page, form).want(t, http.StatusSeeOther)
	if got := s.ReloadApp(t, app); got.Pace != 20 || got.QuietFrom != 22*60+30 || got.QuietUntil != 0 {
		t.Errorf("stored %d a second, quiet from %d until %d", got.Pace, got.QuietFrom, got.QuietUntil)
	}
	got := b.get(t, page)
	for name, want := range map[string]string{"pace": "20", "quiet_from": "22:30", "quiet_until": "00:00"} {
		if got.value(t, name) != want {
			t.Errorf("%s shows %q", name, got.value(t, name))
		}
	}
}
