package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/views/paths"
)

// No secret that passes through stands in the log, in the record, in a table or
// on a page, whether what it was used for went well or not.
func TestSecretsDoNotLeak(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		var log bytes.Buffer
		s := newSite(t, db, func(c *handlers.Config) {
			c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		app := s.App(t)
		setup := db.SetupToken()
		boss := s.browser()
		boss.get(t, "/setup?token="+setup)
		boss.post(t, "/setup", url.Values{"name": {"店长"}, "email": {"boss@example.com"}, "password": {"boss's own password"}, "token": {setup}}).want(t, http.StatusSeeOther)
		secret, codes := boss.enrol(t)

		b := s.browser()
		b.signIn(t, "boss@example.com", "a mistyped password")
		b.signIn(t, "boss@example.com", "boss's own password").leadsTo(t, "/login/code")
		typed := s.code(t, secret)
		b.post(t, "/login/code", url.Values{"code": {typed}}).want(t, http.StatusSeeOther)
		s.browser().signIn(t, "boss@example.com", "boss's own password")

		form := appValues()
		form.Set("secret", "the-new-app-secret")
		b.post(t, "/settings/apps/"+id(app.ID), form).want(t, http.StatusSeeOther)
		form.Set("secret", strings.Repeat("long-app-secret.", 20))
		b.post(t, "/settings/apps/"+id(app.ID), form).want(t, http.StatusUnprocessableEntity)
		b.post(t, "/settings/security/password", url.Values{"current": {"a mistyped password"}, "password": {"the next password"}})
		b.post(t, "/settings/security/password", url.Values{"current": {"boss's own password"}, "password": {"the next password"}}).want(t, http.StatusSeeOther)
		shop := s.backend(t, app)
		shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
		shop.call(t, http.MethodPost, "/api/v1/messages?key="+shop.key, `{"template":"`+shop.key+`"}`)
		(&backend{site: s, key: shop.key + "x", header: http.Header{}}).call(t, http.MethodGet, "/api/v1/recipients/o1", "")

		var shown strings.Builder
		shown.WriteString(typeSecrets(t, s, b, app))

		merchant := merchantKeys()
		secrets := map[string]string{
			"callback token": callbackToken, "callback key": callbackKey, "refused callback token": "refusedToken9",
			"merchant's private key": merchant.PrivateKey[64:120], "APIv3 key": merchant.APIv3Key, "APIv2 key": merchant.APIv2Key, "refused APIv3 key": "a refused APIv3 key",
			"robot's address": robotKey, "robot's secret": "SECROBOTSIGNING", "refused robot's address": "REFUSEDROBOTKEY",
			"password": "boss's own password", "mistyped password": "a mistyped password", "next password": "the next password", "set-up token": setup,
			"app secret": "the-new-app-secret", "refused app secret": "long-app-secret", "first app secret": "test-secret", "API key": shop.key,
			"authenticator secret": strings.ReplaceAll(secret, " ", ""), "recovery code": codes[0], "session": b.cookies["xinshi_session"], "device": b.cookies["xinshi_device"],
		}
		walk(t, b, func(_ string, r reply) { shown.WriteString(r.body) }, "/apps/"+app.Appid, "/settings/apps", "/settings/staff", "/settings/security", "/settings/alerts", "/audit", "/no/such/page")
		exported := b.exportAll(t, app)
		stored, copied := everything(t, db), backup(t, db)
		for name, value := range secrets {
			for place, text := range map[string]string{"the log": log.String(), "a table": stored, "a page": shown.String(), "an export": exported, "a backup": copied} {
				if strings.Contains(text, value) || strings.Contains(text, url.QueryEscape(value)) {
					t.Errorf("%s stands in %s", name, place)
				}
			}
		}
		if !strings.Contains(exported, "staff.sign_in") || copied != "" && !strings.Contains(copied, "staff.sign_in") {
			t.Error("no export or no backup was looked at")
		}
		if !strings.Contains(log.String(), "/login/code") || !strings.Contains(stored, "boss@example.com") || !strings.Contains(shown.String(), "店长") {
			t.Error("nothing was looked at")
		}
		if state, err := db.VerifyAudit(t.Context(), nil); err != nil || !state.Whole() {
			t.Errorf("the record does not agree with what was done: %+v, %v", state.Breaks, err)
		}
	})
}

const robotKey = "ROBOTKEY-0123456789"

// typeSecrets types every other secret there is into its form, rightly and
// wrongly, and uses the robot's, whose host does not answer. It returns what the
// answers say.
func typeSecrets(t *testing.T, s *site, b *browser, app models.App) string {
	t.Helper()
	var said strings.Builder
	post := func(path string, form url.Values, want int) {
		t.Helper()
		said.WriteString(b.post(t, path, form).want(t, want).body)
	}
	push := url.Values{"mode": {"secure"}, "token": {callbackToken}, "aes_key": {callbackKey}, "credits_from": {"event"}}
	post(paths.SettingsCallback(app.ID), push, http.StatusSeeOther)
	post(paths.SettingsCallback(app.ID), with(push, "token", "refusedToken9", "aes_key", "short"), http.StatusUnprocessableEntity)
	newPlatform(t, s, app, wechat.CallbackSecure, models.CreditsByEvent).ask(t, http.MethodPost, url.Values{"signature": {"x"}}, "{}").want(t, http.StatusForbidden)
	post(paths.SettingsPay(app.ID), payValues(), http.StatusSeeOther)
	post(paths.SettingsPay(app.ID), with(payValues(), "api_v3_key", "a refused APIv3 key"), http.StatusUnprocessableEntity)
	robot := with(robotForm("https://open.feishu.cn/open-apis/bot/v2/hook/"+robotKey), "kind", "feishu", "secret", "SECROBOTSIGNING")
	post(paths.SettingsRobotNew, robot, http.StatusSeeOther)
	post(paths.SettingsRobotNew, with(robot, "url", "http://127.0.0.1:22/REFUSEDROBOTKEY"), http.StatusUnprocessableEntity)
	return said.String()
}

// exportAll is what leaves as files.
func (b *browser) exportAll(t *testing.T, app models.App) string {
	t.Helper()
	var all strings.Builder
	for _, path := range []string{paths.RecipientsExport(app.Appid), paths.MessagesExport(app.Appid), paths.AuditExport} {
		all.WriteString(b.post(t, path, url.Values{"format": {"csv"}}).want(t, http.StatusOK).body)
	}
	return all.String()
}

// backup is a copy of an embedded database, as it lies on a disk.
func backup(t *testing.T, db *modelstest.DB) string {
	t.Helper()
	if !strings.HasPrefix(db.URL, "sqlite:") {
		return "" // a dump is the tables
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	must(t, db.Backup(t.Context(), modelstest.Tester, file))
	raw, err := os.ReadFile(file)
	must(t, err)
	return string(raw)
}

// everything is all text of all tables.
func everything(t *testing.T, db *modelstest.DB) string {
	t.Helper()
	var all strings.Builder
	for _, table := range db.Tables(t) {
		all.WriteString(db.Dump(t, table))
	}
	return all.String()
}

// A failure of ours says nothing of its cause to whoever met it.
func TestFailuresKeepTheirCause(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b, shop := s.as(t, models.RoleAdmin), s.backend(t, app)
	must(t, s.Exec("DROP TABLE messages"))
	page := b.get(t, "/apps/"+app.Appid+"/messages").want(t, http.StatusInternalServerError)
	answer, _ := shop.call(t, http.MethodGet, "/api/v1/messages/77", "")
	answer.want(t, http.StatusInternalServerError)
	for _, body := range []string{page.body, answer.body} {
		for _, cause := range []string{"no such table", "SQL", "messages:", ".go:", "/models/"} {
			if strings.Contains(body, cause) {
				t.Errorf("says %q", cause)
			}
		}
	}
	if !strings.Contains(s.log.String(), "no such table") {
		t.Error("the log lacks the cause")
	}
}
