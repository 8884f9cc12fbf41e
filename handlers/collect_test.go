package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/models/wechat/pay"
	"xinshi/models/wechat/simulator"
)

// merchantKeys are a merchant's, made once: that takes a while.
var merchantKeys = sync.OnceValue(func() simulator.Merchant {
	sim, err := simulator.New(simulator.Options{})
	if err != nil {
		panic(err)
	}
	m, err := sim.AddMerchant(simulator.Merchant{Mchid: "1230000109"})
	if err != nil {
		panic(err)
	}
	return m
})

// shop is a site that WeChat and WeChat Pay know, and that listens for them.
type shop struct {
	*site
	sim      *simulator.Simulator
	app      models.App
	merchant simulator.Merchant
}

const buyer = "oBuyer0000000000000000000001"

func newShop(t *testing.T, db *modelstest.DB, edit ...func(*models.IntakeInput)) *shop {
	t.Helper()
	s := &shop{}
	var err error
	s.sim, err = simulator.New(simulator.Options{Now: db.Clock.Now})
	noError(t, err)
	platform := httptest.NewServer(s.sim)
	t.Cleanup(platform.Close)
	us := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }))
	t.Cleanup(us.Close)
	till, err := pay.New(platform.URL, platform.Client(), db.Clock.Now)
	noError(t, err)
	s.site = newSite(t, db, func(c *handlers.Config) {
		c.Platform, c.Pay, c.PublicURL = wechat.New(platform.URL, platform.Client(), db.Clock.Now), till, us.URL
	})
	s.app = db.App(t)
	noError(t, s.sim.AddApp(simulator.App{Appid: s.app.Appid, Secret: "test-secret"}))
	noError(t, s.sim.AddUser(s.app.Appid, buyer))
	m := merchantKeys()
	m.Appids = []string{s.app.Appid}
	s.merchant, err = s.sim.AddMerchant(m)
	noError(t, err)
	in := models.IntakeInput{
		Collect: true, Mchid: m.Mchid, MerchantSerial: m.Serial, PrivateKey: m.PrivateKey, APIv3Key: m.APIv3Key, APIv2Key: m.APIv2Key,
		PlatformKey: m.PlatformKey, PlatformKeyID: m.PlatformKeyID,
	}
	for _, f := range edit {
		f(&in)
	}
	noError(t, db.SaveIntake(t.Context(), modelstest.Tester, s.app, in))
	return s
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// page is a page of the mini program with its token; it calls like a backend.
func (s *shop) page(token string) *backend {
	return &backend{site: s.site, key: token, header: http.Header{}}
}

// signIn is wx.login and the exchange of its code.
func (s *shop) signIn(t *testing.T, openid string) *backend {
	t.Helper()
	code, err := s.sim.StartLogin(s.app.Appid, openid)
	noError(t, err)
	got, answer := s.page("").call(t, http.MethodPost, "/collect/"+s.app.Appid+"/session", `{"code":"`+code+`"}`)
	got.want(t, http.StatusOK)
	token, _ := answer["token"].(string)
	if !strings.HasPrefix(token, "xc_") || answer["expires_in"] != 7200.0 || len(answer) != 2 {
		t.Fatalf("answer %v", answer)
	}
	return s.page(token)
}

// The whole way of a shop without a backend: sign-in, form, code.
func TestMiniProgramCollectsCodes(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newShop(t, db, func(in *models.IntakeInput) { in.CollectSubscriptions = true })
		once := s.Template(t, s.app, func(in *models.TemplateInput) { in.TemplateID, in.Kind = "SUB1", models.KindSubscribeOnce })
		template := s.Template(t, s.app)
		page, path := s.signIn(t, buyer), "/collect/"+s.app.Appid
		form, err := s.sim.SubmitForm(s.app.Appid, buyer)
		noError(t, err)
		got, _ := page.call(t, http.MethodPost, path, `{"codes":[
			{"kind":"form_id","code":"`+form+`","scene":"活动报名","obtained_at":"2026-11-23T01:59:00Z"},{"kind":"form_id","code":"`+form+`"},
			{"kind":"form_id","code":"the formId is a mock one"},{"kind":"prepay_id","code":"wx1"},{"kind":"form_id","code":""}],
			"subscribed":["`+once.TemplateID+`","SUB9"]}`)
		want := `{"accepted":2,"duplicates":1,"rejected":[` +
			`{"field":"codes[2].code","reason":"mock_code","message":"这是开发者工具产生的模拟码，不能用于发送。"},` +
			`{"field":"codes[3].kind","reason":"not_here","message":"这里不接受这种上报，请由商城后端上报。"},` +
			`{"field":"codes[4].code","reason":"required","message":"请填写此项。"},` +
			`{"field":"subscribed[1]","reason":"unknown_template","message":"没有这个模板，请先在“模板”中添加。"}]}`
		if got.want(t, http.StatusOK); strings.TrimSpace(got.body) != want {
			t.Errorf("answer %s\nwant   %s", got.body, want)
		}
		code := db.CodeNamed(t, s.app, form)[0]
		owner, err := db.Store.Recipient(t.Context(), s.app.ID, code.RecipientID)
		if err != nil || owner.Openid != buyer || code.Source != models.SourceCollect || code.Scene != "活动报名" || !code.Usable(db.Now()) {
			t.Errorf("stored %+v of %q, %v", code, owner.Openid, err)
		}
		s.Queue(t, s.app, template, buyer)

		// No body can speak for somebody else.
		got, _ = page.call(t, http.MethodPost, path, `{"codes":[{"openid":"oOther","kind":"form_id","code":"f2"}]}`)
		if got.want(t, http.StatusUnprocessableEntity); !strings.Contains(got.body, `"field":"openid","reason":"unknown_field"`) {
			t.Errorf("answer %s", got.body)
		}
		refused, err := db.Refusals(t.Context(), s.app.ID, db.Now())
		noError(t, err)
		if len(refused) != 5 {
			t.Errorf("counted %+v", refused)
		}
		s.hidesSecrets(t, page.key, form)
	})
}

// hidesSecrets looks for what must stand in no log and no table but its own.
func (s *shop) hidesSecrets(t *testing.T, token, form string) {
	t.Helper()
	tables := s.Dump(t, "client_tokens") + s.Dump(t, "audit_entries") + s.Dump(t, "refusal_counts") + s.Dump(t, "recipients")
	for name, secret := range map[string]string{"the token": token, "the AppSecret": "test-secret", "the session key": "A=="} {
		if strings.Contains(tables+s.log.String(), secret) {
			t.Errorf("%s is logged or stored", name)
		}
	}
	if strings.Contains(s.log.String()+s.Dump(t, "audit_entries"), form) || strings.Contains(s.Dump(t, "audit_entries"), buyer) {
		t.Error("a code or its owner stands in the log or in the audit")
	}
}

func TestCollectIsRefused(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	other := db.App(t)
	off := db.App(t)
	noError(t, db.SaveIntake(t.Context(), modelstest.Tester, other, models.IntakeInput{Collect: true}))
	page, path := s.signIn(t, buyer), "/collect/"+s.app.Appid
	used, err := s.sim.StartLogin(s.app.Appid, buyer)
	noError(t, err)
	_, _ = s.page("").call(t, http.MethodPost, path+"/session", `{"code":"`+used+`"}`)
	const report = `{"codes":[{"kind":"form_id","code":"f1"}]}`
	for _, test := range []struct {
		name, path, token, body string
		status                  int
		code, field             string
	}{
		{"an unknown app", "/collect/wxnobody", page.key, report, 404, "not_found", ""},
		{"an unknown app's sign-in", "/collect/wxnobody/session", "", `{"code":"c"}`, 404, "not_found", ""},
		{"switched off", "/collect/" + off.Appid, page.key, report, 403, "collect_off", ""},
		{"switched off, sign-in", "/collect/" + off.Appid + "/session", "", `{"code":"c"}`, 403, "collect_off", ""},
		{"no token", path, "", report, 401, "login_required", ""},
		{"a wrong token", path, "xc_nonsense", report, 401, "login_required", ""},
		{"another app's token", "/collect/" + other.Appid, page.key, report, 401, "login_required", ""},
		{"no code", path + "/session", "", `{}`, 422, "invalid", "code"},
		{"a code that is none", path + "/session", "", `{"code":"nothing"}`, 422, "invalid", "code"},
		{"a code used before", path + "/session", "", `{"code":"` + used + `"}`, 422, "invalid", "code"},
		{"a code far too long", path + "/session", "", `{"code":"` + strings.Repeat("x", 200) + `"}`, 422, "invalid", "code"},
		{"nothing to report", path, page.key, `{}`, 422, "invalid", "codes"},
		{"a time that is none", path, page.key, `{"codes":[{"kind":"form_id","code":"f1","obtained_at":"now"}]}`, 422, "invalid", "codes[0].obtained_at"},
		{"too many codes", path, page.key, `{"codes":[` + strings.TrimSuffix(strings.Repeat(`{"kind":"form_id","code":"f"},`, 51), ",") + `]}`, 422, "invalid", "codes"},
		{"broken", path, page.key, `{"codes":`, 400, "bad_json", ""},
		{"too long", path, page.key, `{"codes":[{"scene":"` + strings.Repeat("x", 64<<10) + `"}]}`, 413, "report_too_large", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, answer := s.page(test.token).call(t, http.MethodPost, test.path, test.body)
			got.want(t, test.status)
			refusal := answer["error"].(map[string]any)
			if refusal["code"] != test.code || refusal["message"] == "" {
				t.Errorf("answer %s", got.body)
			}
			if test.field != "" && !strings.Contains(got.body, `"field":"`+test.field+`"`) {
				t.Errorf("answer %s, want field %s", got.body, test.field)
			}
		})
	}
	db.Clock.Advance(models.ClientTokenLife)
	got, _ := page.call(t, http.MethodPost, path, report)
	got.want(t, http.StatusUnauthorized)
	if n := db.Number(t, "SELECT COUNT(*) FROM send_codes"); n != 0 {
		t.Errorf("%d codes were stored all the same", n)
	}
}

// The platform's answers to a sign-in, in the words of a mini program's author.
func TestLoginRefusals(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	var answer atomic.Value
	answer.Store("")
	platform := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		said := answer.Load().(string)
		if said == "" {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write([]byte(said))
	}))
	t.Cleanup(platform.Close)
	s := newSite(t, db, func(c *handlers.Config) { c.Platform = wechat.New(platform.URL, platform.Client(), db.Clock.Now) })
	app := db.App(t)
	noError(t, db.SaveIntake(t.Context(), modelstest.Tester, app, models.IntakeInput{Collect: true}))
	for _, test := range []struct {
		name, answer string
		status       int
		code, retry  string
		counted      models.Reason
	}{
		{"a bad code", `{"errcode":40029,"errmsg":"invalid code"}`, 422, "invalid", "", models.ReasonLoginCode},
		{"a used code", `{"errcode":40163,"errmsg":"code been used"}`, 422, "invalid", "", models.ReasonLoginCode},
		{"a risky person", `{"errcode":40226,"errmsg":"code blocked"}`, 403, "login_blocked", "", models.ReasonLoginCode},
		{"busy", `{"errcode":-1,"errmsg":"system error"}`, 503, "platform_busy", "2", models.ReasonPlatform},
		{"gone", ``, 503, "platform_busy", "2", models.ReasonPlatform},
		{"no openid", `{}`, 503, "platform_busy", "2", models.ReasonPlatform},
		{"too often", `{"errcode":45011,"errmsg":"minute"}`, 429, "rate_limited", "60", models.ReasonPlatform},
		{"the day's quota", `{"errcode":45009,"errmsg":"day"}`, 503, "platform_refused", "60", models.ReasonPlatform},
		{"a wrong secret", `{"errcode":40125,"errmsg":"invalid appsecret"}`, 503, "platform_refused", "60", models.ReasonPlatform},
		{"an unknown error", `{"errcode":12345,"errmsg":"?"}`, 503, "platform_refused", "60", models.ReasonPlatform},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer.Store(test.answer)
			before := db.Number(t, "SELECT COALESCE(SUM(n), 0) FROM refusal_counts WHERE reason = ?", test.counted)
			got, body := (&backend{site: s, header: http.Header{}}).call(t, http.MethodPost, "/collect/"+app.Appid+"/session", `{"code":"SECRETCODE"}`)
			got.want(t, test.status)
			if refusal := body["error"].(map[string]any); refusal["code"] != test.code || got.header.Get("Retry-After") != test.retry {
				t.Errorf("answer %s, Retry-After %q", got.body, got.header.Get("Retry-After"))
			}
			if after := db.Number(t, "SELECT SUM(n) FROM refusal_counts WHERE reason = ?", test.counted); after != before+1 {
				t.Errorf("counted %d times", after-before)
			}
		})
	}
	if strings.Contains(s.log.String(), "SECRETCODE") || strings.Contains(s.log.String(), "test-secret") {
		t.Error("a code or the secret is logged")
	}
	if !strings.Contains(s.log.String(), "40125") {
		t.Error("the log does not say what is wrong with the secret")
	}
	if n := db.Number(t, "SELECT COUNT(*) FROM client_tokens"); n != 0 {
		t.Errorf("%d tokens were given out", n)
	}
}

func TestCollectIsHeldBack(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	const other = "oBuyer0000000000000000000002"
	noError(t, s.sim.AddUser(s.app.Appid, other))
	page, neighbour, path := s.signIn(t, buyer), s.signIn(t, other), "/collect/"+s.app.Appid
	report := func(b *backend, n int) reply {
		got, _ := b.call(t, http.MethodPost, path, fmt.Sprintf(`{"codes":[{"kind":"form_id","code":"f%d"}]}`, n))
		return got
	}
	for i := range handlers.ReportsAtOnce {
		report(page, i).want(t, http.StatusOK)
	}
	if got := report(page, 1000).want(t, http.StatusTooManyRequests); got.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
	}
	report(s.signIn(t, buyer), 1001).want(t, http.StatusTooManyRequests) // another token is the same person
	report(neighbour, 2000).want(t, http.StatusOK)
	db.Clock.Advance(time.Second)
	report(page, 1002).want(t, http.StatusOK)

	// One address may ask for many, but not for ever.
	for range 500 {
		if got, _ := s.page("").call(t, http.MethodPost, path, `{}`); got.status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("one address is never held back")
}
