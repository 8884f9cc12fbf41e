package batch

import (
	"context"
	"time"

	"xinshi/views/components"
	"xinshi/views/text"
)

// Rules are the limits a batch keeps to; being late is only for one that is timed.
func Rules(ctx context.Context, timed bool, late time.Duration, pace, stop int) []components.Fact {
	l, p, s := text.BatchLateNone.In(ctx), text.BatchPaceNone.In(ctx), text.BatchStopNone.In(ctx)
	if late > 0 {
		l = text.BatchLateIs.In(ctx, text.Number(int64(late/time.Minute)))
	}
	if pace > 0 {
		p = text.BatchPaceIs.In(ctx, text.Number(pace))
	}
	if stop > 0 {
		s = text.BatchStopPercentIs.In(ctx, percent(stop))
	}
	var facts []components.Fact
	if timed || late > 0 {
		facts = append(facts, components.Fact{Name: text.BatchRuleLate.In(ctx), Value: l, TestID: "rule-late"})
	}
	return append(facts,
		components.Fact{Name: text.BatchRulePace.In(ctx), Value: p, TestID: "rule-pace"},
		components.Fact{Name: text.BatchRuleStop.In(ctx), Value: s, TestID: "rule-stop"})
}
