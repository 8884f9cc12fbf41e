package handlers_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// code is what an authenticator shows now.
func (s *site) code(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// enrol sets up the second step in a browser and returns the secret and the
// recovery codes. The next code is a fresh one.
func (b *browser) enrol(t *testing.T) (secret string, codes []string) {
	t.Helper()
	page := b.get(t, "/settings/security/second-step").want(t, http.StatusOK)
	secret = page.text(t, "totp-secret")
	shown := b.post(t, "/settings/security/second-step", url.Values{"code": {b.site.code(t, secret)}}).want(t, http.StatusOK)
	b.site.Clock.Advance(time.Minute)
	return secret, strings.Fields(shown.doc(t).Find("#recovery-codes").Text())
}

func TestSecondStepFromSetUpToSignIn(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		b := s.as(t, models.RoleOperator)
		if got := b.get(t, "/settings/security").want(t, http.StatusOK).text(t, "second-step-state"); got != "未开启" {
			t.Errorf("says %q before", got)
		}
		page := b.get(t, "/settings/security/second-step").want(t, http.StatusOK)
		picture, ok := strings.CutPrefix(page.doc(t).Find(`[data-testid="qr"]`).AttrOr("src", ""), "data:image/png;base64,")
		if raw, err := base64.StdEncoding.DecodeString(picture); !ok || err != nil || !strings.HasPrefix(string(raw), "\x89PNG") {
			t.Errorf("no QR code: %v", err)
		}
		wrong := b.post(t, "/settings/security/second-step", url.Values{"code": {"000000"}}).want(t, http.StatusUnprocessableEntity)
		if wrong.text(t, "error-code") == "" || wrong.text(t, "totp-secret") != page.text(t, "totp-secret") {
			t.Error("a wrong code says nothing, or makes the scan worthless")
		}
		before := b.cookies["xinshi_session"]
		secret, codes := b.enrol(t)
		if len(codes) != 10 || b.cookies["xinshi_session"] == before {
			t.Fatalf("%d recovery codes; fresh session: %t", len(codes), b.cookies["xinshi_session"] != before)
		}
		shown := b.get(t, "/settings/security").want(t, http.StatusOK)
		if shown.text(t, "second-step-state") != "已开启" || strings.Contains(shown.body, codes[0]) {
			t.Error("does not say that it is on, or shows a recovery code again")
		}
		b.get(t, "/settings/security/second-step").leadsTo(t, "/settings/security")

		other := s.browser()
		other.signIn(t, "operator@example.com", password).leadsTo(t, "/login/code")
		other.get(t, "/").leadsTo(t, "/login?next=%2F") // half signed in is not signed in
		other.get(t, "/login/code").want(t, http.StatusOK)
		pending := other.cookies["xinshi_session"]
		refused := other.post(t, "/login/code", url.Values{"code": {"000000"}}).want(t, http.StatusUnprocessableEntity)
		if refused.text(t, "code-error") == "" {
			t.Error("a wrong code says nothing")
		}
		other.post(t, "/login/code", url.Values{"code": {s.code(t, secret)}, "next": {"/settings/security"}}).leadsTo(t, "/settings/security")
		if other.cookies["xinshi_session"] == pending {
			t.Error("the session of the first step became the one of the second")
		}
		other.get(t, "/settings/security").want(t, http.StatusOK)
		other.get(t, "/login/code?next=/settings/security").leadsTo(t, "/settings/security")

		third := s.browser()
		third.signIn(t, "operator@example.com", password).leadsTo(t, "/login/code")
		third.post(t, "/login/code", url.Values{"code": {codes[3]}}).leadsTo(t, "/")
		if got := third.get(t, "/settings/security").text(t, "sessions"); strings.Count(got, "未知设备") < 3 {
			t.Errorf("three browsers, the list says %q", got)
		}
	})
}

func TestCodeWithoutPasswordLeadsToSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	s.as(t, models.RoleOperator).enrol(t)
	b := s.browser()
	b.get(t, "/login/code?next=/audit").leadsTo(t, "/login?next=%2Faudit")
	b.post(t, "/login/code", url.Values{"code": {"123456"}}).leadsTo(t, "/login?next=%2F")
	b.signIn(t, "operator@example.com", password).leadsTo(t, "/login/code")
	s.Clock.Advance(models.PendingLife)
	b.post(t, "/login/code", url.Values{"code": {"123456"}}).leadsTo(t, "/login?next=%2F")
}

func TestCodesAreLockedAfterFailures(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	s.as(t, models.RoleOperator).enrol(t)
	b := s.browser()
	b.signIn(t, "operator@example.com", password).leadsTo(t, "/login/code")
	for range 5 {
		b.post(t, "/login/code", url.Values{"code": {"000000"}}).want(t, http.StatusUnprocessableEntity)
	}
	locked := b.post(t, "/login/code", url.Values{"code": {"000000"}}).want(t, http.StatusTooManyRequests)
	if !strings.Contains(locked.text(t, "code-error"), "15 分钟") || locked.header.Get("Retry-After") == "" {
		t.Errorf("says %q", locked.text(t, "code-error"))
	}
}

// A role that must have a second step sees nothing before it has one.
func TestSecondStepIsEnforced(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	admin, operator := s.as(t, models.RoleAdmin), s.as(t, models.RoleOperator)
	admin.post(t, "/settings/staff/second-step", url.Values{"roles": {"operator"}}).leadsTo(t, "/settings/staff")
	if checked := admin.get(t, "/settings/staff").doc(t).Find(`input[name=roles][checked]`); checked.Length() != 1 || checked.AttrOr("value", "") != "operator" {
		t.Error("the rule is not shown")
	}
	for _, path := range []string{"/", "/apps/" + app.Appid, "/apps/" + app.Appid + "/recipients"} {
		operator.get(t, path).leadsTo(t, "/settings/security")
	}
	operator.post(t, "/apps/"+app.Appid+"/drafts", nil).leadsTo(t, "/settings/security")
	operator.header.Set("HX-Request", "true")
	if got := operator.get(t, "/apps/"+app.Appid).want(t, http.StatusForbidden); got.header.Get("HX-Redirect") != "/settings/security" {
		t.Error("a fragment does not lead there")
	}
	operator.header.Del("HX-Request")
	if operator.get(t, "/settings/security").want(t, http.StatusOK).text(t, "must-set-up") == "" {
		t.Error("the page does not say why")
	}
	admin.get(t, "/settings/staff").want(t, http.StatusOK)
	operator.enrol(t)
	operator.get(t, "/apps/"+app.Appid).want(t, http.StatusOK)
	admin.post(t, "/settings/staff/second-step", nil).leadsTo(t, "/settings/staff")
}

func TestSecondStepIsTurnedOff(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	b := s.as(t, models.RoleOperator)
	_, codes := b.enrol(t)
	wrong := b.post(t, "/settings/security/second-step/off", url.Values{"current": {"wrong"}}).want(t, http.StatusUnprocessableEntity)
	if wrong.text(t, "second-step-error") == "" {
		t.Error("a wrong password says nothing")
	}
	b.post(t, "/settings/security/recovery-codes", url.Values{"current": {"wrong"}}).want(t, http.StatusUnprocessableEntity)
	fresh := b.post(t, "/settings/security/recovery-codes", url.Values{"current": {password}}).want(t, http.StatusOK)
	if strings.Contains(fresh.body, codes[0]) || len(strings.Fields(fresh.doc(t).Find("#recovery-codes").Text())) != 10 {
		t.Error("the recovery codes are not fresh")
	}
	b.post(t, "/settings/security/second-step/off", url.Values{"current": {password}}).leadsTo(t, "/settings/security")
	s.browser().signIn(t, "operator@example.com", password).leadsTo(t, "/")
}

func TestOwnSessionsAndPassword(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		b := s.as(t, models.RoleMarketer)
		phone, office := s.browser(), s.browser()
		phone.header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/20.0 Mobile/15E148 Safari/604.1")
		for _, other := range []*browser{phone, office} {
			other.signIn(t, "marketer@example.com", password).leadsTo(t, "/")
		}
		page := b.get(t, "/settings/security").want(t, http.StatusOK)
		if !strings.Contains(page.text(t, "sessions"), "Safari · iPhone") || page.doc(t).Find(`[data-testid="session-here"]`).Length() != 1 {
			t.Errorf("the list says %q", page.text(t, "sessions"))
		}
		end := page.doc(t).Find(`tr:contains("iPhone") form`).AttrOr("action", "")
		b.post(t, end, nil).leadsTo(t, "/settings/security")
		phone.get(t, "/settings/security").leadsTo(t, "/login?next=%2Fsettings%2Fsecurity")
		b.post(t, end, nil).want(t, http.StatusNotFound)
		b.post(t, "/settings/security/sessions/end", nil).leadsTo(t, "/settings/security")
		office.get(t, "/settings/security").leadsTo(t, "/login?next=%2Fsettings%2Fsecurity")
		b.get(t, "/settings/security").want(t, http.StatusOK)

		stranger := s.as(t, models.RoleOperator)
		own := b.get(t, "/settings/security")
		mine := models.SessionID(b.cookies["xinshi_session"])
		if strings.Contains(own.body, b.cookies["xinshi_session"]) {
			t.Error("the page shows the session's token")
		}
		stranger.post(t, "/settings/security/sessions/"+mine+"/end", nil).want(t, http.StatusNotFound)

		form := url.Values{"current": {"wrong"}, "password": {"another long secret"}}
		if got := b.post(t, "/settings/security/password", form).want(t, http.StatusUnprocessableEntity); got.text(t, "error-current") == "" {
			t.Error("a wrong password says nothing")
		}
		form.Set("current", password)
		form.Set("password", "password2026!")
		if got := b.post(t, "/settings/security/password", form).want(t, http.StatusUnprocessableEntity); !strings.Contains(got.text(t, "error-password"), "太常见") {
			t.Errorf("a common password: %q", got.text(t, "error-password"))
		}
		form.Set("password", "another long secret")
		former := b.cookies["xinshi_session"]
		b.post(t, "/settings/security/password", form).leadsTo(t, "/settings/security")
		if b.cookies["xinshi_session"] == former {
			t.Error("the session from before the new password still holds")
		}
		b.get(t, "/settings/security").want(t, http.StatusOK)
		s.browser().signIn(t, "marketer@example.com", "another long secret").leadsTo(t, "/")
	})
}

func TestAdminSeesAndEndsAccess(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	admin, other := s.as(t, models.RoleAdmin), s.as(t, models.RoleOperator)
	other.enrol(t)
	list := admin.get(t, "/settings/staff").want(t, http.StatusOK)
	row := list.doc(t).Find(`tr:contains("员工operator")`)
	if got := row.Find(`[data-testid="second-step"]`).Text(); !strings.Contains(got, "已开启") {
		t.Errorf("the list says %q", got)
	}
	path := row.Find("a.row-link").AttrOr("href", "")
	page := admin.get(t, path).want(t, http.StatusOK)
	if page.doc(t).Find(`[data-testid="session"]`).Length() != 1 {
		t.Error("the sessions are not shown")
	}
	admin.post(t, path+"/sessions/end", nil).leadsTo(t, path)
	other.get(t, "/").leadsTo(t, "/login?next=%2F")
	if admin.get(t, path).text(t, "no-sessions") == "" {
		t.Error("a session is left")
	}
	other.signIn(t, "operator@example.com", password).leadsTo(t, "/login/code")
	admin.post(t, path+"/second-step/reset", nil).leadsTo(t, path)
	s.browser().signIn(t, "operator@example.com", password).leadsTo(t, "/")

	own := list.doc(t).Find(`tr:contains("员工admin") a.row-link`).AttrOr("href", "")
	admin.enrol(t)
	admin.post(t, own+"/second-step/reset", nil).leadsTo(t, "/settings/security")
	s.browser().signIn(t, "admin@example.com", password).leadsTo(t, "/login/code") // not without the password
	admin.post(t, own+"/sessions/end", nil).leadsTo(t, own)
	admin.get(t, own).want(t, http.StatusOK)
}

func TestMembershipLimitsThePages(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		mine, other := s.App(t), s.App(t, func(in *models.AppInput) { in.Name = "另一个店" })
		admin := s.as(t, models.RoleAdmin)
		form := url.Values{"name": {"小王"}, "email": {"wang@example.com"}, "role": {"operator"}, "password": {password}, "limited": {"1"}, "apps": {id(mine.ID)}}
		admin.post(t, "/settings/staff/new", form).leadsTo(t, "/settings/staff")
		b := s.browser()
		b.signIn(t, "wang@example.com", password).leadsTo(t, "/")
		b.get(t, "/").leadsTo(t, "/apps/"+mine.Appid)
		page := b.get(t, "/apps/"+mine.Appid).want(t, http.StatusOK)
		if strings.Contains(page.body, "另一个店") || strings.Contains(page.body, other.Appid) {
			t.Error("the frame names an App that is not theirs")
		}
		for _, tail := range []string{"", "/recipients", "/messages", "/templates", "/batches", "/drafts"} {
			b.get(t, "/apps/"+other.Appid+tail).want(t, http.StatusNotFound)
		}
		b.post(t, "/apps/"+other.Appid+"/drafts", nil).want(t, http.StatusNotFound)

		path := admin.get(t, "/settings/staff").doc(t).Find(`a.row-link:contains("小王")`).AttrOr("href", "")
		shown := admin.get(t, path).doc(t)
		if shown.Find(`input[name=apps][checked]`).AttrOr("value", "") != id(mine.ID) || shown.Find(`input[name=limited][checked]`).Length() != 1 {
			t.Error("the membership is not shown")
		}
		form.Set("apps", id(other.ID))
		admin.post(t, path, form).leadsTo(t, "/settings/staff")
		b.get(t, "/apps/"+mine.Appid).want(t, http.StatusNotFound)
		b.get(t, "/apps/"+other.Appid).want(t, http.StatusOK)
		form.Del("apps")
		admin.post(t, path, form).leadsTo(t, "/settings/staff")
		b.get(t, "/").want(t, http.StatusOK)
		form.Set("apps", "x")
		admin.post(t, path, form).want(t, http.StatusBadRequest)
	})
}
