package simulator_test

import (
	"sync"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

func TestFormIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.AddUser(appid, "oOther"))
	code := w.form()
	w.expect("another person's code", w.send(code, func(m *wechat.TemplateMessage) { m.ToUser = "oOther" }), 41028)
	w.expect("first use", w.send(code), 0)
	w.expect("second use", w.send(code), 41029)
	w.expect("unknown", w.send("0123456789abcdef0123456789abcdef"), 41028)
	w.expect("developer tools", w.send(w.SubmitFormInDevtools()), 41028)
	w.expect("no code", w.send(""), 41028)
	blocked := w.form()
	must(t, w.BlockCode(appid, blocked))
	w.expect("blocked", w.send(blocked), 41031)
	late, last := w.form(), w.form()
	w.Advance(7*24*time.Hour - time.Second)
	w.token = w.fetch(classic)
	w.expect("in its last second", w.send(last), 0)
	w.Advance(time.Second)
	w.expect("after seven days", w.send(late), 41028)
}

func TestPrepayIDs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		uses int
		want int
	}{{"default", 0, 3}, {"early document", 1, 1}, {"two", 2, 2}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(_ *simulator.Options, a *simulator.App) { a.PrepayUses = tt.uses })
			code, err := w.PlaceOrder(appid, openid, "N1")
			must(t, err)
			w.expect("unpaid", w.send(code), 41028)
			w.Advance(time.Hour)
			must(t, w.Pay("N1"))
			w.expect("just paid", w.send(code), 41028)
			w.Advance(5 * time.Second)
			for range tt.want {
				w.expect("paid", w.send(code), 0)
			}
			w.expect("used up", w.send(code), 41029)
			if err := w.Pay("N2"); err == nil {
				t.Error("an unknown order was paid")
			}
		})
	}
}

func TestPrepayLivesFromItsPayment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code, err := w.PlaceOrder(appid, openid, "N1")
	must(t, err)
	w.Advance(time.Hour)
	must(t, w.Pay("N1"))
	w.Advance(7*24*time.Hour - time.Second)
	w.token = w.fetch(classic)
	w.expect("in its last second", w.send(code), 0)
	must(t, w.Pay("N1")) // a repeated notification must not lengthen its life
	w.Advance(time.Second)
	w.expect("after seven days", w.send(code), 41028)
}

func TestSingleUseCodeIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := w.form()
	var wg sync.WaitGroup
	answers := make([]int, 20)
	for i := range answers {
		wg.Go(func() { answers[i] = w.send(code) })
	}
	wg.Wait()
	accepted := 0
	for _, errcode := range answers {
		switch errcode {
		case 0:
			accepted++
		case 41029:
		default:
			t.Errorf("errcode %d", errcode)
		}
	}
	if accepted != 1 || len(w.Accepted()) != 1 || len(w.Duplicates()) != 0 || len(w.Attempts()) != 20 {
		t.Errorf("%d accepted answers, ledger: %d accepted of %d, %d duplicates", accepted, len(w.Accepted()), len(w.Attempts()), len(w.Duplicates()))
	}
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.expect("never subscribed", w.notify(noticeT, "好"), 43101)
	must(t, w.Subscribe(appid, openid, noticeT))
	must(t, w.Subscribe(appid, openid, noticeT))
	w.expect("first credit", w.notify(noticeT, "好"), 0)
	must(t, w.Refuse(appid, openid, noticeT))
	w.expect("refused", w.notify(noticeT, "好"), 43101)
	must(t, w.Subscribe(appid, openid, noticeT))
	w.expect("second credit", w.notify(noticeT, "好"), 0)
	w.expect("third credit", w.notify(noticeT, "好"), 0)
	w.expect("none left", w.notify(noticeT, "好"), 43101)
	must(t, w.Subscribe(appid, openid, longT))
	for range 3 {
		w.expect("long-term", w.notify(longT, "好"), 0)
	}
	if err := w.Subscribe(appid, openid, orderT); err == nil {
		t.Error("a legacy template was subscribed to")
	}
	got := w.Inbox(appid, openid)
	if len(got) != 6 || got[5].MsgID-got[4].MsgID != 1 || got[0].MsgID <= 1<<53 {
		t.Errorf("inbox: %+v", got)
	}
}
