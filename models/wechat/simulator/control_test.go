package simulator_test

import (
	"net/http"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

func templateOf(id string) func(*wechat.TemplateMessage) {
	return func(m *wechat.TemplateMessage) { m.TemplateID = id }
}

// TestControlsOverHTTP runs a whole story through /_sim/ alone.
func TestControlsOverHTTP(t *testing.T) {
	t.Parallel()
	w := serve(t, simulator.Options{Now: func() time.Time { return start }, Seed: 1})
	id := func(reply map[string]any, name string) string {
		t.Helper()
		text, _ := reply[name].(string)
		if text == "" {
			t.Fatalf("no %s in %v", name, reply)
		}
		return text
	}
	person := `{"appid":"` + appid + `","openid":"` + openid + `"`
	w.post("/_sim/apps", `{"appid":"`+appid+`","secret":"`+secret+`","name":"鲜果到家"}`)
	w.post("/_sim/users", person+"}")
	legacy := id(w.post("/_sim/templates", `{"appid":"`+appid+`","title":"订单发货通知","keywords":[{"key":"keyword1","name":"订单编号"}]}`), "template_id")
	notice := id(w.post("/_sim/templates", `{"appid":"`+appid+`","template_id":"`+noticeT+`","title":"提醒","kind":"subscribe_once","keywords":[{"key":"thing4","name":"备注"}]}`), "template_id")
	w.token = w.fetch(classic)

	code := id(w.post("/_sim/forms", person+"}"), "form_id")
	blocked := id(w.post("/_sim/forms", person+"}"), "form_id")
	mock := id(w.post("/_sim/forms", person+`,"devtools":true}`), "form_id")
	prepay := id(w.post("/_sim/orders", person+`,"order_no":"N1"}`), "prepay_id")
	w.post("/_sim/block", `{"appid":"`+appid+`","code":"`+blocked+`"}`)
	w.post("/_sim/orders/N1/paid", "")
	w.post("/_sim/clock", `{"advance":"10s"}`)
	w.post("/_sim/subscribe", person+`,"template_id":"`+notice+`"}`)
	w.post("/_sim/faults", `{"cut_after":{"next":1}}`)
	w.expect("answer cut off", w.send(code, templateOf(legacy)), noAnswer)
	for _, step := range []struct {
		code string
		want float64
	}{{blocked, 41031}, {mock, 41028}, {prepay, 0}, {code, 41029}} {
		if got := w.template(openid, legacy, step.code, ""); got["errcode"] != step.want {
			t.Errorf("code %s: got %v, want %v", step.code, got, step.want)
		}
	}
	w.expect("credit", w.notify(notice, "好"), 0)
	w.post("/_sim/refuse", person+`,"template_id":"`+notice+`"}`)
	w.expect("refused", w.notify(notice, "好"), 43101)

	ledger := w.get("/_sim/ledger?accepted=true&after=1")
	if ledger["attempts"] != float64(7) || ledger["accepted"] != float64(3) || ledger["duplicates"] != float64(0) || len(ledger["entries"].([]any)) != 2 {
		t.Errorf("ledger: %v", ledger)
	}
	inbox := w.get("/_sim/inbox?appid=" + appid + "&openid=" + openid)["messages"].([]any)
	if first := inbox[0].(map[string]any); len(inbox) != 3 || first["answered"] != false || first["code"] != code {
		t.Errorf("inbox: %v", inbox)
	}
	if now := id(w.get("/_sim/clock"), "now"); now != "2020-01-08T04:00:10Z" {
		t.Errorf("the clock says %s", now)
	}
	w.post("/_sim/tokens/kill", "")
	w.expect("dead token", w.send(w.form(), templateOf(legacy)), 40001)
	if got := w.exchange(id(w.post("/_sim/logins", person+"}"), "code")); got["openid"] != openid {
		t.Errorf("login: %v", got)
	}
}

func TestControlsRefuseNonsense(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct{ name, path, body string }{
		{"no body", "/_sim/users", ""},
		{"unknown word", "/_sim/users", `{"app":"x"}`},
		{"unknown app", "/_sim/users", `{"appid":"x","openid":"o"}`},
		{"unknown user", "/_sim/forms", `{"appid":"` + appid + `","openid":"o"}`},
		{"unknown kind", "/_sim/templates", `{"appid":"` + appid + `","title":"t","kind":"x"}`},
		{"known template", "/_sim/templates", `{"appid":"` + appid + `","template_id":"` + orderT + `","title":"t"}`},
		{"app without secret", "/_sim/apps", `{"appid":"x"}`},
		{"order without number", "/_sim/orders", `{"appid":"` + appid + `","openid":"` + openid + `"}`},
		{"unknown code", "/_sim/block", `{"appid":"` + appid + `","code":"x"}`},
		{"clock backwards", "/_sim/clock", `{"advance":"-1h"}`},
		{"unknown fault", "/_sim/faults", `{"bussy":{"next":1}}`},
	} {
		if got := w.post(tt.path, tt.body); got["error"] == nil || got["error"] == "" {
			t.Errorf("%s: got %v, want an error", tt.name, got)
		}
	}
	resp, err := http.Get(w.url + "/_sim/nothing")
	must(t, err)
	if must(t, resp.Body.Close()); resp.StatusCode != http.StatusNotFound {
		t.Errorf("unknown control: %s", resp.Status)
	}
}
