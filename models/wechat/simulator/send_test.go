package simulator_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

func TestSendChecks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, a *simulator.App) { a.Pages = []string{"pages/order/detail"} })
	long := strings.Repeat("长", 21)
	template, subscribe := string(wechat.CallSendTemplate), string(wechat.CallSendSubscribe)
	body := func(touser, templateID, extra, data string) string {
		return fmt.Sprintf(`{"touser":%q,"template_id":%q,%s"data":%s}`, touser, templateID, extra, data)
	}
	for range 20 {
		must(t, w.Subscribe(appid, openid, noticeT))
	}
	code := fmt.Sprintf(`"form_id":%q,`, w.form())
	tests := []struct {
		name, path, body string
		want             int
	}{
		{"empty", template, "", 44002},
		{"broken", template, "{", 47001},
		{"not an object", template, "[]", 47001},
		{"escapes", template, body(openid, orderT, code, `{"keyword1":{"value":"`+"\\"+`u4f60"}}`), 47002},
		{"value is no object", template, body(openid, orderT, code, `{"keyword1":"T1001"}`), 47001},
		{"nobody", template, body("oNobody", orderT, code, "{}"), 40003},
		{"no template", template, body(openid, "nothing", code, "{}"), 40037},
		{"template of the other kind", template, body(openid, noticeT, code, "{}"), 40037},
		{"field called formId", template, body(openid, orderT, strings.Replace(code, "form_id", "formId", 1), "{}"), 41028},
		{"leading slash", template, body(openid, orderT, code+`"page":"/pages/order/detail",`, "{}"), 41030},
		{"unpublished page", template, body(openid, orderT, code+`"page":"pages/new",`, "{}"), 41030},
		{"still good after all refusals", template, body(openid, orderT, code+`"page":"pages/order/detail?id=1",`, `{"keyword1":{"value":7}}`), 0},

		{"template of the other kind, subscribe", subscribe, body(openid, orderT, "", "{}"), 40037},
		{"missing value", subscribe, body(openid, noticeT, "", "{}"), 47003},
		{"empty value", subscribe, body(openid, noticeT, "", `{"thing4":{"value":" "}}`), 47003},
		{"long value", subscribe, body(openid, noticeT, "", `{"thing4":{"value":"`+long+`"}}`), 47003},
		{"unknown state", subscribe, body(openid, noticeT, `"miniprogram_state":"beta",`, `{"thing4":{"value":"好"}}`), 40097},
		{"20 characters and a spare key", subscribe, body(openid, noticeT, "", `{"thing4":{"value":"`+long[3:]+`"},"thing9":{"value":""}}`), 0},
	}
	for _, tt := range tests {
		got := w.post(tt.path+"?access_token="+w.token, tt.body)
		if got["errcode"] != float64(tt.want) {
			t.Errorf("%s: got %v, want errcode %d", tt.name, got, tt.want)
		}
	}
	for _, a := range w.Attempts() {
		if !a.Answered || a.Accepted != (a.Errcode == 0) {
			t.Errorf("ledger: %+v", a)
		}
	}
}

func TestErrorsNameTheFieldAndNeverRepeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.Subscribe(appid, openid, noticeT))
	refuse := func() *wechat.APIError {
		_, err := w.client.SendSubscribe(t.Context(), w.token, wechat.SubscribeMessage{ToUser: openid, TemplateID: noticeT})
		var refused *wechat.APIError
		if !errors.As(err, &refused) {
			t.Fatalf("got %v, want a refusal", err)
		}
		return refused
	}
	first, second := refuse(), refuse()
	if first.Field() != "thing4" || first.RID() == "" || first.Errmsg == second.Errmsg {
		t.Errorf("got %q, then %q", first.Errmsg, second.Errmsg)
	}
}

func TestForbiddenWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, a *simulator.App) { a.Blacklist = []string{"中奖"} })
	must(t, w.Subscribe(appid, openid, noticeT))
	w.expect("forbidden", w.notify(noticeT, "恭喜中奖啦"), 45168)
	w.expect("fine", w.notify(noticeT, "已发货"), 0)
}

func TestDailyQuotaEndsAtMidnightInChina(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, a *simulator.App) { a.DailyQuota = 2 })
	w.Advance(11 * time.Hour) // 23:00 in UTC+8
	w.token = w.fetch(stable)
	w.expect("first", w.send(w.form()), 0)
	w.expect("second", w.send(w.form()), 0)
	code := w.form()
	w.expect("over", w.send(code), 45009)
	quota := w.post("/cgi-bin/openapi/quota/get?access_token="+w.token, `{"cgi_path":"/cgi-bin/message/wxopen/template/send"}`)["quota"]
	if got := fmt.Sprint(quota); got != "map[daily_limit:2 remain:0 used:2]" {
		t.Errorf("quota: %s", got)
	}
	w.Advance(59*time.Minute + 59*time.Second)
	w.expect("a second before midnight", w.send(code), 45009)
	w.Advance(time.Second)
	w.expect("midnight", w.send(code), 0)
}

func TestConcurrentSendsToOnePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 10 {
		must(t, w.Subscribe(appid, openid, noticeT))
	}
	w.SetFaults(simulator.Faults{LatencyMS: 100})
	var wg sync.WaitGroup
	var mu sync.Mutex
	counts := map[int]int{}
	for range 10 {
		wg.Go(func() {
			errcode := w.notify(noticeT, "好")
			mu.Lock()
			counts[errcode]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if counts[0] == 0 || counts[43108] == 0 || counts[0]+counts[43108] != 10 {
		t.Errorf("answers by errcode: %v, want some 0 and some 43108", counts)
	}
	w.SetFaults(simulator.Faults{})
	w.expect("one at a time", w.notify(noticeT, "好"), 0)
}

func TestRetired(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := w.form()
	w.SetRetired(true)
	w.expect("retired", w.send(code), 45103)
	w.SetRetired(false)
	w.expect("alive", w.send(code), 0)
}
