package simulator_test

import (
	"context"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	one := simulator.Fault{Next: 1}
	tests := []struct {
		name          string
		faults        simulator.Faults
		first, second int
		accepted      bool // the first attempt
		answered      bool
	}{
		{"busy", simulator.Faults{Busy: one}, -1, 0, false, true},
		{"http 500", simulator.Faults{HTTP500: one}, noAnswer, 0, false, false},
		{"cut before acceptance", simulator.Faults{CutBefore: one}, noAnswer, 0, false, false},
		{"cut after acceptance", simulator.Faults{CutAfter: one}, noAnswer, 41029, true, false},
		{"other calls only", simulator.Faults{Busy: one, Calls: "/cgi-bin/token"}, 0, 41029, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			code := w.form()
			w.SetFaults(tt.faults)
			w.expect("first", w.send(code), tt.first)
			w.expect("same code again", w.send(code), tt.second)
			all := w.Attempts()
			if len(all) != 2 || all[0].Accepted != tt.accepted || all[0].Answered != tt.answered {
				t.Errorf("ledger: %+v", all)
			}
			if len(w.Accepted()) != 1 || len(w.Duplicates()) != 0 {
				t.Errorf("%d delivered, %d twice; want one", len(w.Accepted()), len(w.Duplicates()))
			}
		})
	}
}

func TestHangLastsUntilTheClientLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := w.form()
	w.SetFaults(simulator.Faults{Hang: simulator.Fault{Next: 1}})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := w.client.SendTemplate(ctx, w.token, wechat.TemplateMessage{ToUser: openid, TemplateID: orderT, FormID: code})
	w.expect("hung", errcode(t, err), noAnswer)
	w.expect("same code again", w.send(code), 0)
}

func TestChancesFollowTheSeed(t *testing.T) {
	t.Parallel()
	outcome := func() (answers []int) {
		w := newWorld(t)
		w.SetFaults(simulator.Faults{Busy: simulator.Fault{Chance: 0.3}})
		for range 40 {
			answers = append(answers, w.send(w.form()))
		}
		return answers
	}
	first, second := outcome(), outcome()
	busy := 0
	for i := range first {
		if first[i] != second[i] {
			t.Fatalf("the same seed gave %v, then %v", first, second)
		}
		if first[i] == -1 {
			busy++
		}
	}
	if busy == 0 || busy == len(first) {
		t.Errorf("%d of %d were busy with a chance of 0.3", busy, len(first))
	}
}
