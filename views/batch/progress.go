package batch

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// counter is one outcome: what it is called, how many, and where they are.
type counter struct {
	Key, Label, Class string
	N                 int64
	state             models.MessageState
}

// counters lists the outcomes in the order of the bar, from the left.
func counters(ctx context.Context, b models.Batch) []counter {
	return []counter{
		{"sent", text.MessageSent.In(ctx), "meter-sent", b.Sent, models.MessageSent},
		{"failed", text.MessageFailed.In(ctx), "meter-failed", b.Failed, models.MessageFailed},
		{"unknown", text.MessageUnknown.In(ctx), "meter-unknown", b.Unknown, models.MessageUnknown},
		{"cancelled", text.MessageCancelled.In(ctx), "meter-off", b.Cancelled, models.MessageCancelled},
		{"expired", text.MessageExpired.In(ctx), "meter-off", b.Expired, models.MessageExpired},
		{"waiting", text.BatchWaiting.In(ctx), "meter-waiting", b.Waiting(), models.MessageQueued},
	}
}

// newMeter shapes the bar.
func newMeter(ctx context.Context, b models.Batch) components.MeterView {
	if b.Total <= 0 {
		return components.NewMeter(text.BatchMeterEmpty.In(ctx), 0)
	}
	var parts []components.MeterPart
	for _, c := range counters(ctx, b) {
		if c.Key != "waiting" { // what waits is the ground of the bar
			parts = append(parts, components.MeterPart{Class: c.Class, N: c.N})
		}
	}
	return components.NewMeter(text.BatchMeter.In(ctx, text.Number(b.Total), text.Number(b.Sent), text.Number(b.Failed), text.Number(b.Unknown),
		text.Number(b.Waiting()), text.Number(b.Cancelled+b.Expired)), b.Total, parts...)
}

// Count is an outcome on the page of a batch; Href leads to its messages.
type Count struct{ Key, Label, Class, Value, Share, Href string }

func newCounts(ctx context.Context, appid string, b models.Batch) []Count {
	var list []Count
	for _, c := range counters(ctx, b) {
		n := text.Number(c.N)
		list = append(list, Count{
			Key: c.Key, Label: c.Label, Class: c.Class, Value: n, Share: text.Percent(c.N, b.Total),
			Href: paths.BatchMessages(appid, b.ID, string(c.state)),
		})
	}
	return list
}

// pace is how fast a batch went so far and when it will be done, or how long it took.
func pace(ctx context.Context, b models.Batch, now models.Millis) string {
	if !b.StartedAt.IsSet() {
		return ""
	}
	until := now
	if b.FinishedAt.IsSet() {
		until = b.FinishedAt
	}
	took := until.Sub(b.StartedAt)
	rate := float64(b.Sent+b.Failed+b.Unknown) / max(took.Seconds(), 1)
	var list []string
	if rate > 0 {
		list = append(list, text.BatchRate.In(ctx, rateText(rate)))
	}
	switch {
	case b.State.Over():
		list = append(list, text.BatchTook.In(ctx, Duration(ctx, took)))
	case b.State == models.BatchRunning && b.Expanded && rate > 0 && b.Waiting() > 0:
		left := time.Duration(float64(b.Waiting()) / rate * float64(time.Second))
		list = append(list, text.BatchETA.In(ctx, text.Relative(ctx, now.Add(left), now)))
	}
	return strings.Join(list, " · ")
}

func rateText(rate float64) string {
	if rate >= 10 {
		return text.Number(int64(math.Round(rate)))
	}
	return strconv.FormatFloat(math.Round(rate*10)/10, 'f', -1, 64)
}

// Duration says how long something takes, in its two largest units.
func Duration(ctx context.Context, d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	switch {
	case s < 60:
		return text.BatchSeconds.In(ctx, s)
	case s < 3600:
		return text.BatchMinutes.In(ctx, s/60, s%60)
	}
	return text.BatchHours.In(ctx, s/3600, s/60%60)
}
