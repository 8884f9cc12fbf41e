package simulator_test

import (
	"errors"
	"maps"
	"testing"

	"xinshi/models/wechat/simulator"
)

const secondT = "SubSecond_0123456789-abcdefghijklmnopqrstuv"

// dialogWorld has a second one-time template.
func dialogWorld(t *testing.T, change ...func(*simulator.Options, *simulator.App)) *world {
	t.Helper()
	w := newWorld(t, change...)
	must(t, w.AddTemplateWithID(appid, simulator.Template{TemplateID: secondT, Title: "到货提醒", Kind: simulator.KindSubscribeOnce,
		Keywords: []simulator.Keyword{{Key: "thing4", Name: "备注"}}}))
	return w
}

// tap asks for templates and wants these answers.
func (w *world) tap(d simulator.Dialog, want map[string]string, ids ...string) {
	w.t.Helper()
	got, err := w.RequestSubscribe(appid, openid, ids, d)
	must(w.t, err)
	if got["errMsg"] != "requestSubscribeMessage:ok" {
		w.t.Errorf("says %q", got["errMsg"])
	}
	delete(got, "errMsg")
	if !maps.Equal(got, want) {
		w.t.Errorf("got %v, want %v", got, want)
	}
}

func TestDialog(t *testing.T) {
	t.Parallel()
	w := dialogWorld(t)
	yes := simulator.Dialog{Answers: map[string]string{noticeT: "accept"}}
	w.tap(yes, map[string]string{noticeT: "accept", secondT: "reject"}, noticeT, secondT)
	w.tap(yes, map[string]string{noticeT: "accept"}, noticeT)
	w.expect("first credit", w.notify(noticeT, "好"), 0)
	w.expect("second credit", w.notify(noticeT, "好"), 0)
	w.expect("none left", w.notify(noticeT, "好"), 43101)
	w.expect("rejected", w.notify(secondT, "好"), 43101)
}

// The tick hides the dialog. It does not send without limit: each call gives one credit.
func TestKeptAnswers(t *testing.T) {
	t.Parallel()
	w := dialogWorld(t)
	w.tap(simulator.Dialog{Answers: map[string]string{noticeT: "accept"}, Keep: true}, map[string]string{noticeT: "accept", secondT: "reject"}, noticeT, secondT)
	other := simulator.Dialog{Answers: map[string]string{secondT: "accept"}}
	w.tap(other, map[string]string{noticeT: "accept", secondT: "reject"}, noticeT, secondT)
	for range 2 {
		w.expect("credit", w.notify(noticeT, "好"), 0)
	}
	w.expect("none left", w.notify(noticeT, "好"), 43101)
	must(t, w.Allow(appid, openid, secondT))
	w.tap(other, map[string]string{secondT: "accept"}, secondT)
	must(t, w.Refuse(appid, openid, secondT))
	w.tap(other, map[string]string{secondT: "reject"}, secondT)
	w.expect("refused in the settings", w.notify(secondT, "好"), 43101)
	must(t, w.Allow(appid, openid, secondT))
	w.tap(other, map[string]string{secondT: "accept"}, secondT)
	w.expect("allowed again", w.notify(secondT, "好"), 0)
}

func TestDialogsThatFail(t *testing.T) {
	t.Parallel()
	w := dialogWorld(t, func(_ *simulator.Options, a *simulator.App) { a.Banned = []string{secondT} })
	must(t, w.AddTemplateWithID(appid, simulator.Template{TemplateID: "SAME", Title: "发货提醒", Kind: simulator.KindSubscribeOnce}))
	for _, tt := range []struct {
		name string
		ids  []string
		want int
	}{
		{"none", nil, 10001}, {"six", []string{noticeT, noticeT, noticeT, noticeT, noticeT, noticeT}, 20003},
		{"unknown", []string{"x"}, 20001}, {"legacy", []string{orderT}, 20001}, {"mixed kinds", []string{noticeT, longT}, 20002},
	} {
		_, err := w.RequestSubscribe(appid, openid, tt.ids, simulator.Dialog{})
		var failed *simulator.DialogError
		if !errors.As(err, &failed) || failed.Code != tt.want {
			t.Errorf("%s: %v, want %d", tt.name, err, tt.want)
		}
	}
	all := simulator.Dialog{Answers: map[string]string{noticeT: "accept", secondT: "accept", "SAME": "accept"}}
	w.tap(all, map[string]string{noticeT: "accept", secondT: "ban", "SAME": "filter"}, noticeT, secondT, "SAME")
	w.tap(all, map[string]string{longT: "reject"}, longT)
	if _, err := w.RequestSubscribe(appid, "oNobody", []string{noticeT}, all); err == nil {
		t.Error("somebody unknown was asked")
	}
}
