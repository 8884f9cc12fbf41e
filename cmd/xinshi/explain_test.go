package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

// What goes wrong explains itself through the API: a sentence, and what to do.
func TestFailuresExplainThemselves(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Options{Seed: 3})
	must(t, err)
	must(t, sim.AddApp(simulator.App{Appid: "wxplain", Secret: "right", PrepayUses: 1}))
	must(t, sim.AddUser("wxplain", "o1"))
	template, err := sim.AddTemplate("wxplain", "订单发货通知", "订单编号")
	must(t, err)
	platform := httptest.NewServer(sim)
	defer platform.Close()

	shop := func(t *testing.T, secret, url string) (installation, string) {
		in := install(t, "sqlite:"+filepath.Join(t.TempDir(), "xinshi.db"), url, "XINSHI_SEND_TIMEOUT=500ms")
		in.do(t, "", "migrate", "up")
		in.do(t, secret+"\n", "app", "add", "--name", "鲜果到家", "--appid", "wxplain")
		in.do(t, "", "template", "add", "--app", "wxplain", "--template-id", template, "--title", "订单发货通知", "--keywords", "keyword1=订单编号")
		key := strings.TrimSpace(in.do(t, "", "apikey", "add", "--app", "wxplain", "--name", "shop"))
		in.serve(t)
		return in, key
	}
	ask := func(t *testing.T, in installation, key, template, code string) (int, map[string]any) {
		if code != "" {
			in.call(t, "POST", "/api/v1/send-codes", key, map[string]any{"codes": []any{map[string]any{"openid": "o1", "kind": "form_id", "code": code}}})
		}
		return in.call(t, "POST", "/api/v1/messages", key, map[string]any{"template": template, "to": "o1", "data": map[string]any{"keyword1": map[string]any{"value": "1"}}})
	}
	// outcome waits until the message says what became of it.
	outcome := func(t *testing.T, in installation, key string, id any, cause string) map[string]any {
		var m map[string]any
		waitUntil(t, func() bool {
			_, m = in.call(t, "GET", "/api/v1/messages/"+id.(string), key, nil)
			return m["cause"] == cause
		})
		if m["explanation"] == "" || m["explanation"] == nil {
			t.Errorf("%s has no explanation: %v", cause, m)
		}
		return m
	}

	t.Run("an unknown template, and no code", func(t *testing.T) {
		in, key := shop(t, "right", platform.URL)
		status, answer := ask(t, in, key, "nonsense", "whatever-code")
		if said := marshal(t, answer); status != http.StatusUnprocessableEntity || !strings.Contains(said, "unknown_template") {
			t.Errorf("%d %s", status, said)
		}
		form, err := sim.SubmitForm("wxplain", "o2")
		if err == nil {
			t.Fatalf("a stranger got %s", form)
		}
	})
	t.Run("a used code", func(t *testing.T) {
		in, key := shop(t, "right", platform.URL)
		form, err := sim.SubmitForm("wxplain", "o1")
		must(t, err)
		client := wechat.New(platform.URL, http.DefaultClient, sim.Now)
		token, err := client.Token(t.Context(), wechat.Account{Appid: "wxplain", Secret: "right"})
		must(t, err)
		_, err = client.SendTemplate(t.Context(), token.Value, wechat.TemplateMessage{ToUser: "o1", TemplateID: template, FormID: form, Data: map[string]wechat.Value{"keyword1": {Value: "behind our back"}}})
		must(t, err)
		_, answer := ask(t, in, key, template, form)
		m := outcome(t, in, key, answer["id"], "no_send_code")
		if m["state"] != "failed" || !strings.Contains(m["remedy"].(string), "再次提交表单") {
			t.Errorf("%v", m)
		}
	})
	t.Run("a wrong secret", func(t *testing.T) {
		in, key := shop(t, "wrong", platform.URL)
		form, err := sim.SubmitForm("wxplain", "o1")
		must(t, err)
		_, answer := ask(t, in, key, template, form)
		if m := outcome(t, in, key, answer["id"], "paused"); m["state"] != "queued" || m["errcode"] != 40125.0 {
			t.Errorf("%v", m)
		}
	})
	t.Run("a dead platform", func(t *testing.T) {
		in, key := shop(t, "right", "http://127.0.0.1:1")
		_, answer := ask(t, in, key, template, "any-code")
		if m := outcome(t, in, key, answer["id"], "retry"); m["state"] != "queued" || m["code_kind"] != "form_id" {
			t.Errorf("%v", m)
		}
	})
}
