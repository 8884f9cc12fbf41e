package simulator_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"xinshi/models/wechat/simulator"
)

func TestJournalReplay(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	withJournal := func(o *simulator.Options, _ *simulator.App) { o.Journal = path }
	w := newWorld(t, withJournal)
	used, fresh := w.form(), w.form()
	_, err := w.PlaceOrder(appid, openid, "N1")
	must(t, err)
	must(t, w.Subscribe(appid, openid, noticeT))
	w.expect("first send", w.send(used), 0)
	w.Advance(time.Hour)
	must(t, w.Close())

	again := serve(t, simulator.Options{Now: func() time.Time { return start }, Seed: 1, Journal: path})
	again.token = w.token
	if got := again.Now().Sub(start); got != time.Hour {
		t.Errorf("the clock stands %s ahead, want 1h", got)
	}
	if got := again.Inbox(appid, openid); len(got) != 1 || got[0].Code != used || got[0].Values()["keyword1"].Color != "#173177" {
		t.Errorf("the inbox came back as %+v", got)
	}
	if got, err := again.Templates(appid); err != nil || len(got) != 3 || got[0].Keywords[0].Name != "订单编号" {
		t.Errorf("the templates came back as %+v, %v", got, err)
	}
	again.expect("used code, old token", again.send(used), 41029)
	again.expect("fresh code", again.send(fresh), 0)
	again.expect("credit", again.notify(noticeT, "好"), 0)
	if _, err := again.PlaceOrder(appid, openid, "N1"); err == nil {
		t.Error("a known order was placed again")
	}
	if id := again.form(); id == used || id == fresh {
		t.Error("a form id of the former life was handed out again")
	}
}

func TestJournalWithHalfALastLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	w := newWorld(t, func(o *simulator.Options, _ *simulator.App) { o.Journal = path })
	code := w.form()
	must(t, w.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, append(whole, `{"kind":"user","appid":"wx0123`...), 0o600))

	again := serve(t, simulator.Options{Now: func() time.Time { return start }, Journal: path})
	again.token = w.token
	again.expect("send after a torn line", again.send(code), 0)
	must(t, again.Close())
	third := serve(t, simulator.Options{Now: func() time.Time { return start }, Journal: path})
	if len(third.Accepted()) != 1 {
		t.Errorf("%d accepted after the second restart, want 1", len(third.Accepted()))
	}
	must(t, os.WriteFile(path, []byte("not a journal\n"), 0o600))
	if _, err := simulator.New(simulator.Options{Journal: path}); err == nil {
		t.Error("a broken journal was accepted")
	}
}
