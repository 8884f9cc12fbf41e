package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
	"xinshi/views/paths"
)

// phoneSite is a site beside a simulated platform that knows its App, a user and
// two subscribe templates.
func phoneSite(t *testing.T) (*site, *simulator.Simulator, models.App, [2]models.Template) {
	t.Helper()
	db := modelstest.SQLite(t)
	sim, err := simulator.New(simulator.Options{Now: db.Clock.Now, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, db, func(c *handlers.Config) { c.Simulator = sim })
	app := s.App(t)
	s.Recipient(t, app, "o1")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(sim.AddApp(simulator.App{Appid: app.Appid, Secret: "test-secret"}))
	must(sim.AddUser(app.Appid, "o1"))
	var templates [2]models.Template
	for i, title := range []string{"到货提醒", "发货提醒"} {
		templates[i] = s.Template(t, app, subscribes, func(in *models.TemplateInput) { in.Title = title })
		must(sim.AddTemplateWithID(app.Appid, simulator.Template{TemplateID: templates[i].TemplateID, Title: title, Kind: simulator.KindSubscribeOnce}))
	}
	return s, sim, app, templates
}

func TestDialogOnThePhone(t *testing.T) {
	t.Parallel()
	s, sim, app, templates := phoneSite(t)
	b := s.as(t, models.RoleOperator)
	path := paths.With(paths.Phone(app.Appid), "to", "o1")
	page := b.get(t, path).want(t, http.StatusOK)
	if got := page.text(t, "phone-dialog"); !strings.Contains(got, "到货提醒") || !strings.Contains(got, "发货提醒") {
		t.Errorf("the dialog asks for %q", got)
	}
	form := func(pairs ...string) url.Values {
		return with(url.Values{"to": {"o1"}, "asked": {templates[0].TemplateID, templates[1].TemplateID}, "tick": {templates[0].TemplateID}}, pairs...)
	}
	b.post(t, paths.PhoneSubscribe(app.Appid), form("answer", "allow", "keep", "1")).leadsTo(t, path)
	b.post(t, paths.PhoneSubscribe(app.Appid), form("answer", "allow")).leadsTo(t, path)
	page = b.get(t, path).want(t, http.StatusOK)
	if got := page.text(t, "phone-settings"); !strings.Contains(got, "还可收 2 条 · 保持上次的选择") || !strings.Contains(got, "还可收 0 条") {
		t.Errorf("the settings say %q", got)
	}
	if got := s.Number(t, "SELECT COUNT(*) FROM send_codes WHERE source = 'phone' AND template_ref = ?", templates[0].ID); got != 2 {
		t.Errorf("%d accepts reported, want 2", got)
	}
	b.post(t, paths.PhoneSettings(app.Appid), url.Values{"to": {"o1"}, "template": {templates[0].TemplateID}, "act": {"refuse"}}).leadsTo(t, path)
	if subs, err := sim.Subscriptions(app.Appid, "o1"); err != nil || !subs[0].Refused {
		t.Errorf("after refusing: %+v, %v", subs, err)
	}
	b.post(t, paths.PhoneSettings(app.Appid), url.Values{"to": {"o1"}, "template": {templates[0].TemplateID}, "act": {"allow"}}).leadsTo(t, path)
	refused := b.post(t, paths.PhoneSubscribe(app.Appid), form("answer", "deny")).leadsTo(t, path)
	if got := b.get(t, refused.header.Get("Location")).text(t, "flash"); !strings.Contains(got, "没有同意") {
		t.Errorf("a rejected dialog says %q", got)
	}
	b.post(t, paths.PhoneSettings(app.Appid), url.Values{"to": {"o1"}, "template": {"none"}}).want(t, http.StatusBadRequest)
	b.post(t, paths.PhoneSubscribe(app.Appid), url.Values{"to": {"o1"}, "asked": {"none"}}).want(t, http.StatusBadRequest)
}

// The whole way round: the phone, the simulated platform, its push, our ledger.
func TestPhoneToLedgerByEvents(t *testing.T) {
	t.Parallel()
	s, sim, app, templates := phoneSite(t)
	newPlatform(t, s, app, wechat.CallbackSecure, models.CreditsByEvent)
	server := listen(t, s)
	err := sim.SetCallback(t.Context(), app.Appid, simulator.Callback{URL: server + paths.Callback(app.Appid), Token: callbackToken, AESKey: callbackKey, Mode: wechat.CallbackSecure, XML: true})
	if err != nil {
		t.Fatal(err)
	}
	b := s.as(t, models.RoleOperator)
	left := func() int64 {
		sim.WaitPushes()
		return s.Number(t, "SELECT COUNT(*) FROM send_codes WHERE state = 'available'")
	}
	answer := url.Values{"to": {"o1"}, "asked": {templates[0].TemplateID, templates[1].TemplateID}, "tick": {templates[0].TemplateID, templates[1].TemplateID}, "answer": {"allow"}}
	s.Clock.Advance(time.Minute)
	b.post(t, paths.PhoneFault(app.Appid), url.Values{"to": {"o1"}, "fault": {"push-twice"}}).want(t, http.StatusSeeOther)
	b.post(t, paths.PhoneSubscribe(app.Appid), answer).want(t, http.StatusSeeOther)
	if got := left(); got != 2 {
		t.Errorf("%d credits after an accept of two templates, pushed twice", got)
	}
	b.post(t, paths.PhoneFault(app.Appid), url.Values{"to": {"o1"}, "fault": {"push-late"}}).want(t, http.StatusSeeOther)
	for _, later := range []string{"refuse", "allow", "refuse"} { // accept, refuse; both pushed in reverse
		s.Clock.Advance(time.Second)
		b.post(t, paths.PhoneSettings(app.Appid), url.Values{"to": {"o1"}, "template": {templates[0].TemplateID}, "act": {later}}).want(t, http.StatusSeeOther)
		if later == "allow" {
			s.Clock.Advance(time.Second)
			b.post(t, paths.PhoneSubscribe(app.Appid), answer).want(t, http.StatusSeeOther)
		}
	}
	if got := left(); got != 2 { // both of the other template
		t.Errorf("%d credits after a refusal that came before the accept", got)
	}
	page := b.get(t, paths.With(paths.Phone(app.Appid), "to", "o1")).want(t, http.StatusOK)
	if got := page.text(t, "phone-pushes"); !strings.Contains(got, "订阅弹窗") || !strings.Contains(got, "修改订阅设置") || strings.Contains(got, "未接收") {
		t.Errorf("pushes: %q", got)
	}
}
