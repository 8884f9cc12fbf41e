package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func payValues() url.Values {
	m := merchantKeys()
	return url.Values{
		"collect": {"1"}, "collect_subscriptions": {"1"}, "mchid": {m.Mchid}, "merchant_serial": {m.Serial}, "private_key": {m.PrivateKey},
		"api_v3_key": {m.APIv3Key}, "api_v2_key": {m.APIv2Key}, "platform_key": {m.PlatformKey}, "platform_key_id": {m.PlatformKeyID},
	}
}

// hidesKeys looks for what no page may show.
func hidesKeys(t *testing.T, page reply) {
	t.Helper()
	m := merchantKeys()
	for name, secret := range map[string]string{"APIv3 key": m.APIv3Key, "APIv2 key": m.APIv2Key, "private key": m.PrivateKey[64:120]} {
		if strings.Contains(page.body, secret) {
			t.Errorf("the page shows the %s", name)
		}
	}
}

func TestPaySettings(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newSite(t, db, func(c *handlers.Config) { c.PublicURL = "http://xinshi.example.com/" })
	b, app := s.as(t, models.RoleAdmin), db.App(t)
	page := paths.SettingsPay(app.ID)
	empty := b.get(t, page).want(t, http.StatusOK)
	if !strings.Contains(empty.text(t, "ready"), "信息不全") || empty.doc(t).Find(`[name=collect][checked]`).Length() > 0 || empty.doc(t).Find(`[data-testid="remove-merchant"]`).Length() > 0 {
		t.Errorf("an App without settings: %q", empty.text(t, "ready"))
	}
	if link, _ := b.get(t, paths.SettingsApp(app.ID)).doc(t).Find(`[data-testid="pay"]`).Attr("href"); link != page {
		t.Errorf("the App's page leads to %q", link)
	}
	if got := empty.text(t, "notify-url"); !strings.Contains(got, "http://xinshi.example.com/pay/"+app.Appid+"/notify") {
		t.Errorf("the address to copy is %q", got)
	}
	if got := empty.text(t, "notify-trial"); !strings.Contains(got, "不是 https") {
		t.Errorf("of a plain address: %q", got)
	}
	b.post(t, page, payValues()).leadsTo(t, page)
	saved := b.get(t, page).want(t, http.StatusOK)
	for _, id := range []string{"ready-place", "ready-v3", "ready-v2"} {
		if got := saved.text(t, id); got != "可以" {
			t.Errorf("%s says %q", id, got)
		}
	}
	if saved.value(t, "mchid") != merchantKeys().Mchid || saved.doc(t).Find(`[name=collect][checked]`).Length() != 1 || !strings.Contains(saved.text(t, "platform-key"), "PUB_KEY_ID_") {
		t.Error("what was saved is not shown")
	}
	hidesKeys(t, saved)
	hidesKeys(t, b.get(t, "/audit"))

	noError(t, db.CountRefusal(t.Context(), app.ID, "api", models.ReasonMockCode))
	noError(t, db.CountRefusal(t.Context(), app.ID, models.SourcePayment, models.ReasonBadSignature))
	if got := b.get(t, page).text(t, "refused"); !strings.Contains(got, "开发者工具的模拟码 商城后端1") || !strings.Contains(got, "签名不对") {
		t.Errorf("refused: %q", got)
	}

	b.post(t, paths.SettingsPayRemove(app.ID), nil).leadsTo(t, page)
	if got := b.get(t, page); got.value(t, "mchid") != "" || got.text(t, "ready-place") != "信息不全" || got.doc(t).Find(`[name=collect][checked]`).Length() != 1 {
		t.Error("the merchant is not gone, or more than the merchant")
	}
	b.get(t, paths.SettingsPay(77)).want(t, http.StatusNotFound)
}

func TestBrokenPaySettings(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newSite(t, db)
	b, app := s.as(t, models.RoleAdmin), db.App(t)
	page := paths.SettingsPay(app.ID)
	if got := b.get(t, page).text(t, "notify-trial"); !strings.Contains(got, "XINSHI_PUBLIC_URL") {
		t.Errorf("without a public address: %q", got)
	}
	form := payValues()
	form.Set("mchid", "not a number")
	form.Set("api_v3_key", merchantKeys().APIv3Key+"x")
	form.Set("platform_key", form.Get("private_key")) // pasted into the wrong place
	form.Del("collect")
	got := b.post(t, page, form).want(t, http.StatusUnprocessableEntity)
	for field, says := range map[string]string{"mchid": "格式", "api_v3_key": "32", "platform_key": "PEM"} {
		if !strings.Contains(got.text(t, "error-"+field), says) {
			t.Errorf("%s: %q", field, got.text(t, "error-"+field))
		}
	}
	if got.value(t, "mchid") != "not a number" || got.value(t, "merchant_serial") != merchantKeys().Serial || got.doc(t).Find(`[name=collect][checked]`).Length() > 0 {
		t.Error("what was typed is forgotten")
	}
	hidesKeys(t, got)
	if n := db.Number(t, "SELECT COUNT(*) FROM intakes"); n != 0 {
		t.Error("it was saved in part")
	}
}
