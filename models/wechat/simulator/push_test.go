package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

// shop is the other end of a callback: it opens what arrives and keeps it.
type shop struct {
	*httptest.Server
	t      *testing.T
	agreed wechat.Callback

	mu     sync.Mutex
	events []wechat.Event
	bodies []string
	answer func(n int, w http.ResponseWriter, r *http.Request) // the n-th push, from 1
}

func newShop(t *testing.T, agreed wechat.Callback) *shop {
	t.Helper()
	s := &shop{t: t, agreed: agreed, answer: func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "success") }}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := wechat.NewCallbackQuery(r.URL.Query())
	if r.Method == http.MethodGet {
		echo, err := s.agreed.Verify(q, start)
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, echo)
		return
	}
	body, _ := io.ReadAll(r.Body)
	message, err := s.agreed.Open(q, body, start)
	if err != nil {
		s.t.Errorf("open %s: %v", body, err)
		return
	}
	event, err := wechat.DecodeEvent(message)
	if err != nil {
		s.t.Errorf("decode %s: %v", message, err)
	}
	s.mu.Lock()
	s.events, s.bodies = append(s.events, event), append(s.bodies, string(body))
	n := len(s.events)
	s.mu.Unlock()
	s.answer(n, w, r)
}

// pushed waits for all pushes and takes what came.
func (s *shop) pushed(w *world) []wechat.Event {
	w.WaitPushes()
	s.mu.Lock()
	defer s.mu.Unlock()
	got := s.events
	s.events = nil
	return got
}

// callbackOf is how the simulated console names the same agreement.
func callbackOf(s *shop, aesKey string, asXML bool) simulator.Callback {
	return simulator.Callback{URL: s.URL + "/push?from=wx", Token: s.agreed.Token, AESKey: aesKey, Mode: s.agreed.Mode, XML: asXML}
}

func TestPushesInEveryModeAndFormat(t *testing.T) {
	t.Parallel()
	aesKey := wechat.NewAESKey()
	key, err := wechat.ParseAESKey(aesKey)
	must(t, err)
	for _, mode := range wechat.CallbackModes {
		for _, asXML := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s xml=%t", mode, asXML), func(t *testing.T) {
				t.Parallel()
				w := dialogWorld(t)
				s := newShop(t, wechat.Callback{Appid: appid, Token: "token", Key: key, Mode: mode, MaxAge: time.Minute})
				must(t, w.SetCallback(t.Context(), appid, callbackOf(s, aesKey, asXML)))
				at := start
				w.tap(simulator.Dialog{Answers: map[string]string{noticeT: "accept"}}, map[string]string{noticeT: "accept", secondT: "reject"}, noticeT, secondT)
				got := s.pushed(w)
				want := []wechat.Event{{Kind: wechat.EventPopup, Openid: openid, At: at,
					Choices: []wechat.Choice{{TemplateID: noticeT, Status: "accept", Scene: "0"}, {TemplateID: secondT, Status: "reject", Scene: "0"}}}}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("popup: %+v", got)
				}
				w.expect("send", w.notify(noticeT, "好"), 0)
				sent := w.Inbox(appid, openid)[0]
				want = []wechat.Event{{Kind: wechat.EventSent, Openid: openid, At: at, Results: []wechat.SendResult{{TemplateID: noticeT, MsgID: sent.MsgID, Status: "success"}}}}
				if got := s.pushed(w); !reflect.DeepEqual(got, want) {
					t.Errorf("sent: %+v", got)
				}
				must(t, w.Refuse(appid, openid, noticeT))
				want = []wechat.Event{{Kind: wechat.EventChange, Openid: openid, At: at, Choices: []wechat.Choice{{TemplateID: noticeT, Status: "reject"}}}}
				if got := s.pushed(w); !reflect.DeepEqual(got, want) {
					t.Errorf("change: %+v", got)
				}
				must(t, w.Allow(appid, openid, noticeT))
				if got := s.pushed(w); len(got) != 0 {
					t.Errorf("allowing again pushes %+v", got)
				}
			})
		}
	}
}

func plainShop(t *testing.T, w *world) *shop {
	t.Helper()
	s := newShop(t, wechat.Callback{Appid: appid, Token: "token", Mode: wechat.CallbackPlain, MaxAge: time.Minute})
	must(t, w.SetCallback(t.Context(), appid, callbackOf(s, "", false)))
	return s
}

func TestShapesOfJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := plainShop(t, w)
	item := `{"TemplateId":"` + noticeT + `","SubscribeStatusString":"accept","PopupScene":"0"}`
	for want, f := range map[string]simulator.PushFaults{
		`"List":` + item: {}, `"List":[` + item + `]`: {Array: true}, `"SubscribeMsgPopupEvent":` + item: {Wrapper: true},
	} {
		w.SetFaults(simulator.Faults{Push: f})
		must(t, w.Subscribe(appid, openid, noticeT))
		s.pushed(w)
		want = `{"CreateTime":1578456000,"Event":"subscribe_msg_popup_event","FromUserName":"` + openid + `",` + want
		if got := s.bodies[len(s.bodies)-1]; !strings.HasPrefix(strings.Replace(got, `"MsgType":"event",`, "", 1), want) && !strings.Contains(got, want) {
			t.Errorf("pushed %s, want it to begin %s", got, want)
		}
	}
}

func TestPushesAreRepeated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer func(n int, w http.ResponseWriter, r *http.Request)
		tries  int
		status int
		good   bool
	}{
		{"at once", func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "success") }, 1, 200, true},
		{"an empty answer", func(int, http.ResponseWriter, *http.Request) {}, 1, 200, true},
		{"the third time", func(n int, w http.ResponseWriter, _ *http.Request) {
			if n < 3 {
				w.WriteHeader(http.StatusBadGateway)
			}
		}, 3, 200, true},
		{"never", func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "busy") }, 3, 200, false},
		{"too late", func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 3, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, func(o *simulator.Options, _ *simulator.App) { o.PushTimeout = 100 * time.Millisecond })
			s := plainShop(t, w)
			s.answer = tt.answer
			must(t, w.Subscribe(appid, openid, noticeT))
			if got := s.pushed(w); len(got) != tt.tries {
				t.Errorf("%d pushes arrived, want %d", len(got), tt.tries)
			}
			got := w.Pushes(appid)
			if want := (simulator.Push{At: start, Appid: appid, Openid: openid, Event: "subscribe_msg_popup_event", Tries: tt.tries, Status: tt.status, Answered: tt.good}); len(got) != 1 || got[0] != want {
				t.Errorf("remembered %+v, want %+v", got, want)
			}
		})
	}
}

func TestPushFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := plainShop(t, w)
	kinds := func() (list []wechat.EventKind) {
		for _, e := range s.pushed(w) {
			list = append(list, e.Kind)
		}
		return list
	}
	expect := func(what string, want ...wechat.EventKind) {
		t.Helper()
		if got := kinds(); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	w.SetFaults(simulator.Faults{Push: simulator.PushFaults{Twice: simulator.Fault{Next: 1}}})
	must(t, w.Subscribe(appid, openid, noticeT))
	expect("doubled", wechat.EventPopup, wechat.EventPopup)
	w.SetFaults(simulator.Faults{Push: simulator.PushFaults{Lose: simulator.Fault{Next: 1}}})
	must(t, w.Subscribe(appid, openid, noticeT))
	expect("lost")

	w.SetFaults(simulator.Faults{Push: simulator.PushFaults{Hold: 2}})
	must(t, w.Subscribe(appid, openid, noticeT))
	expect("held back")
	w.expect("send", w.notify(noticeT, "好"), 0)
	expect("in reverse", wechat.EventSent, wechat.EventPopup)
	must(t, w.Refuse(appid, openid, noticeT))
	expect("held back again")
	w.ReleasePushes()
	expect("let go", wechat.EventChange)

	w.SetFaults(simulator.Faults{Push: simulator.PushFaults{Early: true, Fail: simulator.Fault{Next: 1}}})
	must(t, w.Subscribe(appid, openid, noticeT))
	s.pushed(w)
	w.expect("send", w.notify(noticeT, "好"), 0)
	s.mu.Lock()
	early := slices.Clone(s.events) // without waiting: it came before the answer
	s.mu.Unlock()
	if len(early) != 1 || early[0].Results[0].Errcode == 0 || early[0].Results[0].Status == "success" {
		t.Errorf("before the answer came %+v", early)
	}
	s.pushed(w)

	w.SetFaults(simulator.Faults{})
	accept := simulator.Dialog{Answers: map[string]string{noticeT: "accept"}, Keep: true}
	for _, f := range []bool{false, false, true} {
		w.SetFaults(simulator.Faults{Push: simulator.PushFaults{Quiet: f}})
		w.tap(accept, map[string]string{noticeT: "accept"}, noticeT)
	}
	expect("a kept answer", wechat.EventPopup, wechat.EventPopup)
}

func TestConsoleChecksTheURL(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := newShop(t, wechat.Callback{Appid: appid, Token: "token"})
	c := callbackOf(s, "", false)
	c.Token = "another"
	if err := w.SetCallback(t.Context(), appid, c); err == nil {
		t.Error("a URL that does not know the token was taken")
	}
	must(t, w.Subscribe(appid, openid, noticeT))
	if got := s.pushed(w); len(got) != 0 || len(w.Pushes(appid)) != 0 {
		t.Errorf("pushed without a callback: %+v", got)
	}
}

func TestCallbackSurvivesRestart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "journal")
	opts := simulator.Options{Now: func() time.Time { return start }, Seed: 1, Journal: file}
	w := newWorld(t, func(o *simulator.Options, _ *simulator.App) { o.Journal = file })
	s := plainShop(t, w)
	w.tap(simulator.Dialog{Answers: map[string]string{noticeT: "accept"}, Keep: true}, map[string]string{noticeT: "accept"}, noticeT)
	s.pushed(w)
	must(t, w.ChangeTemplate(appid, simulator.Template{TemplateID: longT, Title: "改名", Kind: simulator.KindSubscribeLong}))
	must(t, w.Close())
	again := serve(t, opts)
	again.tap(simulator.Dialog{}, map[string]string{noticeT: "accept"}, noticeT)
	if got := s.pushed(again); len(got) != 1 {
		t.Errorf("after a restart: %+v", got)
	}
	templates, err := again.Templates(appid)
	if err != nil || templates[2].Title != "改名" {
		t.Errorf("templates %+v, %v", templates, err)
	}
	if err := again.RemoveTemplate(appid, longT); err != nil {
		t.Error(err)
	}
	for _, err := range []error{again.RemoveTemplate(appid, longT), again.ChangeTemplate(appid, simulator.Template{TemplateID: longT})} {
		if err == nil {
			t.Error("a template that is gone was changed")
		}
	}
}

func TestDialogAndPushesOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := newShop(t, wechat.Callback{Appid: appid, Token: "token", Mode: wechat.CallbackPlain})
	person := `{"appid":"` + appid + `","openid":"` + openid + `",`
	if got := w.post("/_sim/callback", `{"appid":"`+appid+`","url":"`+s.URL+`","token":"token"}`); got["ok"] != true {
		t.Fatalf("callback: %v", got)
	}
	if got := w.post("/_sim/dialog", person+`"template_ids":["`+noticeT+`"],"answers":{"`+noticeT+`":"accept"}}`); got[noticeT] != "accept" {
		t.Errorf("dialog: %v", got)
	}
	if got := w.post("/_sim/dialog", person+`"template_ids":[]}`); got["errCode"] != float64(10001) {
		t.Errorf("a dialog for nothing: %v", got)
	}
	s.pushed(w)
	w.post("/_sim/faults", `{"push":{"hold":9}}`)
	w.post("/_sim/refuse", person+`"template_id":"`+noticeT+`"}`)
	w.post("/_sim/allow", person+`"template_id":"`+noticeT+`"}`)
	w.WaitPushes()
	w.post("/_sim/pushes/release", "")
	if got := w.get("/_sim/pushes?appid=" + appid)["pushes"].([]any); len(got) != 2 {
		t.Errorf("pushes: %v", got)
	}
}
