package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/views/paths"
)

const callbackToken = "pushToken7"

var callbackKey = strings.Repeat("Ab3", 14) + "x"

// platform pushes to a site as WeChat does.
type platform struct {
	*site
	app  models.App
	mode wechat.CallbackMode
	from string
}

func newPlatform(t *testing.T, s *site, app models.App, mode wechat.CallbackMode, from models.CreditSource) platform {
	t.Helper()
	err := s.SaveCallback(t.Context(), modelstest.Tester, app.ID, models.CallbackInput{Mode: mode, Token: callbackToken, AESKey: callbackKey, CreditsFrom: from})
	if err != nil {
		t.Fatal(err)
	}
	return platform{s, app, mode, "192.0.2.77:4000"}
}

// query signs; the body of encrypted modes is signed with it.
func (p platform) query(encrypted string) url.Values {
	q := url.Values{"timestamp": {fmt.Sprint(p.Clock.Now().Unix())}, "nonce": {"4711"}, "openid": {"o1"}}
	q.Set("signature", wechat.CallbackSignature(callbackToken, q.Get("timestamp"), q.Get("nonce")))
	if encrypted != "" {
		q.Set("encrypt_type", "aes")
		q.Set("msg_signature", wechat.CallbackSignature(callbackToken, q.Get("timestamp"), q.Get("nonce"), encrypted))
	}
	return q
}

func (p platform) ask(t *testing.T, method string, q url.Values, body string) reply {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, paths.Callback(p.app.Appid)+"?"+q.Encode(), strings.NewReader(body))
	r.RemoteAddr = p.from
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return reply{status: w.Code, header: w.Header(), body: w.Body.String()}
}

// push sends a message in the agreed mode.
func (p platform) push(t *testing.T, message string) reply {
	t.Helper()
	if !p.mode.Encrypted() {
		return p.ask(t, http.MethodPost, p.query(""), message)
	}
	key, err := wechat.ParseAESKey(callbackKey)
	if err != nil {
		t.Fatal(err)
	}
	encrypted := key.Encrypt([]byte(message), p.app.Appid)
	return p.ask(t, http.MethodPost, p.query(encrypted), fmt.Sprintf(`{"ToUserName":"gh_1","Encrypt":%q}`, encrypted))
}

func popup(at time.Time, templateID string) string {
	return fmt.Sprintf(`{"ToUserName":"gh_1","FromUserName":"o1","CreateTime":%d,"MsgType":"event","Event":"subscribe_msg_popup_event","List":{"TemplateId":%q,"SubscribeStatusString":"accept","PopupScene":"0"}}`, at.Unix(), templateID)
}

func subscribes(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce }

func TestCallbackIsVerified(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	p := newPlatform(t, s, s.App(t), wechat.CallbackSecure, models.CreditsByEvent)
	q := p.query("")
	q.Set("echostr", "<4375120948345356249>")
	got := p.ask(t, http.MethodGet, q, "").want(t, http.StatusOK)
	if got.body != "<4375120948345356249>" || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("echoed %q as %q", got.body, got.header.Get("Content-Type"))
	}
	if got.header.Get("Set-Cookie") != "" {
		t.Error("the platform gets a cookie")
	}
	q.Set("signature", strings.Repeat("0", 40))
	if got := p.ask(t, http.MethodGet, q, "").want(t, http.StatusForbidden); strings.Contains(got.body, "4375") {
		t.Errorf("a wrong signature is answered %q", got.body)
	}
	if c, err := s.Callback(t.Context(), p.app.ID); err != nil || c.CheckedAt != s.Now() || c.Refusal != models.RefusedSignature {
		t.Errorf("noted %+v, %v", c, err)
	}
}

func TestPushesAreTakenInEveryMode(t *testing.T) {
	t.Parallel()
	for _, mode := range wechat.CallbackModes {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			s := newSite(t, modelstest.SQLite(t))
			p := newPlatform(t, s, s.App(t), mode, models.CreditsByEvent)
			template := s.Template(t, p.app, subscribes)
			s.Clock.Advance(time.Minute)
			for range 3 { // as often as the platform repeats
				if got := p.push(t, popup(s.Clock.Now(), template.TemplateID)).want(t, http.StatusOK); got.body != "success" {
					t.Errorf("answered %q", got.body)
				}
			}
			if got := s.Number(t, "SELECT COUNT(*) FROM send_codes WHERE source = 'event'"); got != 1 {
				t.Errorf("%d credits, want one", got)
			}
			if got := p.push(t, `{"MsgType":"text","FromUserName":"o1","CreateTime":1,"Content":"你好","MsgId":1}`).want(t, http.StatusOK); got.body != "success" {
				t.Errorf("a person's words are answered %q", got.body)
			}
		})
	}
}

func TestPushesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app, subscribes)
	p := newPlatform(t, s, app, wechat.CallbackSecure, models.CreditsByEvent)
	key, err := wechat.ParseAESKey(callbackKey)
	if err != nil {
		t.Fatal(err)
	}
	message := popup(s.Clock.Now(), template.TemplateID)
	sealed := func(encrypted string) string { return fmt.Sprintf(`{"Encrypt":%q}`, encrypted) }
	ours, foreign := key.Encrypt([]byte(message), app.Appid), key.Encrypt([]byte(message), "wxanother")
	stale := p.query(ours)
	stale.Set("timestamp", fmt.Sprint(s.Clock.Now().Add(-6*time.Minute).Unix()))
	stale.Set("msg_signature", wechat.CallbackSignature(callbackToken, stale.Get("timestamp"), stale.Get("nonce"), ours))
	unsigned := p.query(ours)
	unsigned.Del("msg_signature")
	for _, tt := range []struct {
		name   string
		q      url.Values
		body   string
		status int
		why    models.PushRefusal
	}{
		{"the query's signature alone", unsigned, sealed(ours), http.StatusForbidden, models.RefusedSignature},
		{"another body", p.query(ours), sealed(foreign), http.StatusForbidden, models.RefusedSignature},
		{"another app's", p.query(foreign), sealed(foreign), http.StatusForbidden, models.RefusedForeign},
		{"a recorded one", stale, sealed(ours), http.StatusForbidden, models.RefusedStale},
		{"in the clear", p.query(""), message, http.StatusForbidden, models.RefusedPlain},
		{"no words", p.query(""), "", http.StatusBadRequest, models.RefusedBody},
		{"an event that is none", p.query(key.Encrypt([]byte("hello"), app.Appid)), "", http.StatusBadRequest, models.RefusedBody},
		{"too large", p.query(ours), strings.Repeat(" ", 64<<10) + sealed(ours), http.StatusRequestEntityTooLarge, ""},
		{"a list of nothing", p.query(""), `{"Encrypt":7}`, http.StatusBadRequest, models.RefusedBody},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p.ask(t, http.MethodPost, tt.q, tt.body).want(t, tt.status)
			if c, err := s.Callback(t.Context(), app.ID); tt.why != "" && (err != nil || c.Refusal != tt.why || c.RefusedAt != s.Now()) {
				t.Errorf("noted %q, %v; want %q", c.Refusal, err, tt.why)
			}
		})
	}
	if got := s.Number(t, "SELECT COUNT(*) FROM choices"); got != 0 {
		t.Errorf("%d choices were taken", got)
	}
	for _, secret := range []string{callbackToken, callbackKey, ours} {
		if strings.Contains(s.log.String(), secret) {
			t.Error("the log shows a secret or what was pushed")
		}
	}
	p.push(t, message).want(t, http.StatusOK)
}

func TestCallbackOfNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	p := platform{s, app, wechat.CallbackPlain, "192.0.2.77:4000"}
	p.push(t, "{}").want(t, http.StatusForbidden) // nothing is agreed yet
	p.app.Appid = "wxnobody"
	p.push(t, "{}").want(t, http.StatusNotFound)
	if got := p.ask(t, http.MethodGet, p.query(""), "").want(t, http.StatusNotFound); strings.Contains(got.body, "<") {
		t.Errorf("a program is answered a page: %s", got.body)
	}
	for range 60 {
		p.push(t, "{}")
	}
	if got := p.push(t, "{}"); got.status != http.StatusTooManyRequests {
		t.Errorf("whoever keeps being wrong is answered %d", got.status)
	}
}

// A database that does not answer must not cost the push: the platform repeats
// what is not answered with success.
func TestPushIsNotAnsweredUnstored(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	p := newPlatform(t, s, s.App(t), wechat.CallbackSecure, models.CreditsByEvent)
	template := s.Template(t, p.app, subscribes)
	if err := s.Exec("DROP TABLE choices"); err != nil {
		t.Fatal(err)
	}
	if got := p.push(t, popup(s.Clock.Now(), template.TemplateID)).want(t, http.StatusInternalServerError); strings.Contains(got.body, "success") || strings.Contains(got.body, "choices") {
		t.Errorf("answered %q", got.body)
	}
}

func TestCallbackSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t), func(c *handlers.Config) { c.PublicURL = "http://push.example.com/" })
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	page := b.get(t, paths.SettingsCallback(app.ID)).want(t, http.StatusOK)
	if got := page.text(t, "callback-url"); !strings.Contains(got, "http://push.example.com/callback/"+app.Appid) || page.text(t, "callback-guessed") != "" {
		t.Errorf("the URL is %q", got)
	}
	form := url.Values{"mode": {"secure"}, "token": {callbackToken}, "aes_key": {"short"}, "credits_from": {"event"}}
	refused := b.post(t, paths.SettingsCallback(app.ID), form).want(t, http.StatusUnprocessableEntity)
	if refused.text(t, "error-aes_key") == "" || refused.doc(t).Find(`[name=credits_from][value=event]`).AttrOr("checked", "no") == "no" {
		t.Error("a refused form shows no reason, or forgets what was chosen")
	}
	if strings.Contains(refused.body, callbackToken) {
		t.Error("the token came back")
	}
	form.Set("aes_key", callbackKey)
	b.post(t, paths.SettingsCallback(app.ID), form).leadsTo(t, paths.SettingsCallback(app.ID))
	page = b.get(t, paths.SettingsCallback(app.ID)).want(t, http.StatusOK)
	if page.text(t, "callback-silent") == "" || !strings.Contains(page.text(t, "callback-state"), "还没有") {
		t.Errorf("without a push it says %q", page.text(t, "callback-state"))
	}
	p := platform{s, app, wechat.CallbackSecure, "192.0.2.77:4000"}
	p.push(t, popup(s.Clock.Now(), "T")).want(t, http.StatusOK)
	p.ask(t, http.MethodPost, p.query(""), "{}").want(t, http.StatusForbidden)
	page = b.get(t, paths.SettingsCallback(app.ID)).want(t, http.StatusOK)
	if page.text(t, "callback-silent") != "" || page.text(t, "callback-pushed") != "2026-11-23 10:00" || page.text(t, "callback-refused") != "" {
		t.Errorf("after a push it says %q", page.text(t, "callback-state"))
	}
	s.Clock.Advance(2 * time.Minute)
	p.ask(t, http.MethodPost, p.query(""), "{}").want(t, http.StatusForbidden)
	if got := b.get(t, paths.SettingsCallback(app.ID)).text(t, "callback-refused"); !strings.Contains(got, "没有加密") {
		t.Errorf("a refused push is explained %q", got)
	}

	made := b.post(t, paths.SettingsCallbackSecrets(app.ID), nil).want(t, http.StatusOK)
	token, key := made.doc(t).Find("#new-token").Text(), made.doc(t).Find("#new-aes-key").Text()
	if _, err := wechat.ParseAESKey(key); err != nil || len(token) != 32 {
		t.Errorf("made %q and %q", token, key)
	}
	for _, path := range []string{paths.SettingsCallback(app.ID), paths.SettingsApp(app.ID), paths.Audit} {
		if body := b.get(t, path).body; strings.Contains(body, token) || strings.Contains(body, key) || strings.Contains(body, callbackKey) {
			t.Errorf("%s shows a secret", path)
		}
	}
	s.as(t, models.RoleOperator).get(t, paths.SettingsCallback(app.ID)).want(t, http.StatusForbidden)
	b.get(t, paths.SettingsCallback(77)).want(t, http.StatusNotFound)
}

// listen puts a site behind a real listener, for a platform that really pushes.
func listen(t *testing.T, s *site) string {
	t.Helper()
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	return server.URL
}
