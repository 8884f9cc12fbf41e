package overview

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

func tiles(ctx context.Context, src Source) []components.TileView {
	n, history := src.Numbers, paths.Messages(src.App.Appid)
	today := text.Date(ctx, src.Now)
	of := func(state models.MessageState, from string) string {
		return paths.With(history, message.FilterState, string(state), message.FilterFrom, from)
	}
	sent := components.TileView{
		Label: text.OverviewSent.In(ctx), Value: text.Number(n.Today.Sent), Href: of(models.MessageSent, today),
		Icon: components.IconSend, Note: compared(ctx, n.Today.Sent, n.Yesterday.Sent), TestID: "tile-sent",
	}
	rate := components.TileView{
		Label: text.OverviewRate.In(ctx), Value: text.Percent(n.Today.Sent, settled(n.Today)), Href: of("", today),
		Icon: components.IconActivity, Note: rateNote(ctx, n), TestID: "tile-rate",
	}
	if n.Today.Failed > 0 {
		rate.Href = of(models.MessageFailed, today)
	}
	queued := components.TileView{
		Label: text.OverviewQueued.In(ctx), Value: Capped(n.Queued), Href: of(models.MessageQueued, ""),
		Icon: components.IconClock, Note: text.OverviewQueuedNone.In(ctx), TestID: "tile-queued",
	}
	switch {
	case n.Queued.N > 0 && src.App.State == models.AppPaused:
		queued.Note, queued.Tone = text.OverviewQueuedHeld.In(ctx), components.ToneWarning
	case n.Queued.N > 0:
		queued.Note = text.OverviewQueuedSome.In(ctx)
	}
	unknown := components.TileView{
		Label: text.OverviewUnknown.In(ctx), Value: Capped(n.Unknown), Href: of(models.MessageUnknown, ""),
		Icon: components.IconCircleHelp, Note: text.OverviewUnknownOK.In(ctx), TestID: "tile-unknown",
	}
	if n.Unknown.N > 0 {
		unknown.Note, unknown.Tone = text.OverviewUnknownDo.In(ctx), components.ToneWarning
	}
	return []components.TileView{sent, rate, queued, unknown}
}

func settled(t models.Tally) int64 { return t.Sent + t.Failed + t.Unknown }

func compared(ctx context.Context, today, yesterday int64) string {
	switch {
	case today > yesterday:
		return text.OverviewMore.In(ctx, text.Number(today-yesterday))
	case today < yesterday:
		return text.OverviewFewer.In(ctx, text.Number(yesterday-today))
	}
	return text.OverviewSame.In(ctx)
}

func rateNote(ctx context.Context, n models.Overview) string {
	before := text.Percent(n.Yesterday.Sent, settled(n.Yesterday))
	switch {
	case settled(n.Today) == 0:
		return text.OverviewRateNone.In(ctx)
	case n.Today.Failed > 0:
		return text.OverviewFailed.In(ctx, text.Number(n.Today.Failed), before)
	}
	return text.OverviewRateBefore.In(ctx, before)
}

// Capped writes a count that is exact only so far: 10,000+.
func Capped(c models.CappedCount) string {
	if c.Over {
		return text.Number(c.N) + "+"
	}
	return text.Number(c.N)
}

func codes(ctx context.Context, n models.Overview, people string) []CodeCount {
	list := []CodeCount{{text.OverviewCodesAll.In(ctx), text.Number(n.Codes.Total()), paths.With(people, recipient.FilterHasCode, recipient.AnyCode), "codes-all"}}
	for i, name := range []text.Text{text.OverviewCodes24, text.OverviewCodes48, text.OverviewCodes72} {
		hours := 24 * (i + 1)
		within := strconv.Itoa(hours)
		list = append(list, CodeCount{name.In(ctx), text.Number(n.Codes.Within(hours)), paths.With(people, recipient.FilterExpiring, within+"h"), "codes-" + within})
	}
	return list
}

// The chart in the words of its span: how long, and how a part of it is written.
var (
	spanNames   = map[models.Span]text.Text{models.SpanDay: text.OverviewDay, models.SpanWeek: text.OverviewWeek, models.SpanMonth: text.OverviewMonth}
	spanLayouts = map[models.Span]string{models.SpanDay: "15:04", models.SpanWeek: "01-02 15:04", models.SpanMonth: "01-02"}
)

func spans(ctx context.Context, src Source) []components.Tab {
	var links []components.Tab
	for _, span := range models.Spans {
		links = append(links, components.Tab{
			Text: spanNames[span].In(ctx), Href: paths.With(paths.Overview(src.App.Appid), SpanParam, string(span)) + "#sends", Current: span == src.Span,
		})
	}
	return links
}

func chart(ctx context.Context, src Source) components.ChartView {
	sent := components.Series{Name: text.MessageSent.In(ctx), Tone: components.ToneSuccess}
	failed := components.Series{Name: text.MessageFailed.In(ctx), Tone: components.ToneError}
	unknown := components.Series{Name: text.MessageUnknown.In(ctx), Tone: components.ToneWarning}
	c := components.ChartView{Bucket: text.OverviewHour.In(ctx), TestID: "chart"}
	var sum models.Tally
	for _, part := range src.Sends {
		local := part.Hour.Time().In(src.App.Zone())
		c.Buckets = append(c.Buckets, local.Format(spanLayouts[src.Span]))
		if src.Span == models.SpanWeek { // only days are marked, there is no room for hours
			mark := ""
			if local.Hour() < 6 {
				mark = local.Format("01-02")
			}
			c.Marks = append(c.Marks, mark)
		}
		sent.Values, failed.Values, unknown.Values = append(sent.Values, part.Sent), append(failed.Values, part.Failed), append(unknown.Values, part.Unknown)
		sum.Sent, sum.Failed, sum.Unknown = sum.Sent+part.Sent, sum.Failed+part.Failed, sum.Unknown+part.Unknown
	}
	c.Series = []components.Series{sent, failed, unknown}
	c.Label = text.OverviewHoursLabel.In(ctx, spanNames[src.Span].In(ctx), text.Number(sum.Sent), text.Number(sum.Failed), text.Number(sum.Unknown))
	return c
}
