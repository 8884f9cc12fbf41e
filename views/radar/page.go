// Package radar draws when an App's send codes expire, and leads to the people
// who have them. The counting is done by the models.
package radar

import (
	"context"
	"net/url"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// Window is what expires within a time.
type Window struct {
	Title, Count string
	Urgent       bool
	People       string // who has these codes
	Compose      string
	Query        string // of the list of users, to be saved
	Name         string // of a segment of it
	Saved        string // the name of the segment that there is; "" is none
	TestID       string
}

// Stock is how many codes are left of a kind.
type Stock struct {
	Icon                   components.Icon
	Kind, For, Count, Href string
}

// Page is the radar.
type Page struct {
	layout.Page
	Chart   components.ChartView
	Busy    bool // something expires
	Windows []Window
	Stock   []Stock
	Never   string // how many do not expire; "" is none
	Unpaid  string // how many wait for a payment
}

// Source is what it is made of.
type Source struct {
	App       models.App
	Stock     models.CodeStock
	Segments  []models.Segment
	Templates []models.Template
	Now       models.Millis
}

// windows are the times that are looked at.
var windows = []time.Duration{24 * time.Hour, 48 * time.Hour, 72 * time.Hour, models.CodeLife}

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	frame.Context = text.RadarContext.In(ctx)
	frame.Crumb = components.Link{Text: text.NavRecipients.In(ctx), Href: paths.Recipients(src.App.Appid)}
	p := Page{Page: frame, Stock: stock(ctx, src)}
	for _, within := range windows {
		p.Windows = append(p.Windows, newWindow(ctx, src, within))
	}
	for _, h := range src.Stock.Hours {
		p.Busy = p.Busy || h.N > 0
	}
	p.Chart = chart(ctx, src)
	if n := src.Stock.Never; n > 0 {
		p.Never = text.RadarNever.In(ctx, text.Number(n))
	}
	if n := src.Stock.Unpaid; n > 0 {
		p.Unpaid = text.RadarUnpaid.In(ctx, text.Number(n))
	}
	return p
}

func newWindow(ctx context.Context, src Source, within time.Duration) Window {
	appid, hours := src.App.Appid, int(within.Hours())
	query := url.Values{recipient.FilterExpiring: {recipient.Hours(within)}}
	w := Window{
		Title: text.RadarWithin.In(ctx, hours), Count: text.Number(src.Stock.Within(hours)), Urgent: within == windows[0] && src.Stock.Within(hours) > 0,
		People: paths.WithQuery(paths.Recipients(appid), query), Compose: paths.With(paths.DraftNew(appid), "filter", query.Encode()),
		Query: query.Encode(), Name: text.RadarSegment.In(ctx, hours), TestID: "within-" + recipient.Hours(within),
	}
	if hours > 72 {
		w.Title, w.Name = text.RadarWithinDays.In(ctx, hours/24), text.RadarSegmentDays.In(ctx, hours/24)
	}
	for _, g := range src.Segments {
		if recipient.Query(ctx, g.Filter).Encode() == w.Query {
			w.Saved, w.Compose = g.Name, paths.With(paths.DraftNew(appid), "segment", paths.ID(g.ID))
		}
	}
	return w
}

// stock is what can be sent now, by kind and template.
func stock(ctx context.Context, src Source) []Stock {
	titles := map[int64]models.Template{}
	for _, t := range src.Templates {
		titles[t.ID] = t
	}
	var list []Stock
	for _, s := range src.Stock.ByKind {
		query := url.Values{recipient.FilterHasCode: {string(s.Kind)}}
		row := Stock{Icon: recipient.KindIcon(s.Kind), Kind: text.CodeKind(s.Kind).In(ctx), For: text.RecipientAnyTemplate.In(ctx), Count: text.Number(s.N)}
		if t, ok := titles[s.TemplateRef]; ok {
			row.For = t.Title
			query.Set(recipient.FilterTemplate, t.TemplateID)
		} else if s.TemplateRef != 0 {
			row.For = text.RecipientGone.In(ctx)
		}
		row.Href = paths.WithQuery(paths.Recipients(src.App.Appid), query)
		list = append(list, row)
	}
	return list
}

// chart is a bar an hour; days begin where the shop's do.
func chart(ctx context.Context, src Source) components.ChartView {
	soon := components.Series{Name: text.RadarSoonSeries.In(ctx), Tone: components.ToneWarning}
	later := components.Series{Name: text.RadarLaterSeries.In(ctx), Tone: components.ToneInfo}
	c := components.ChartView{Bucket: text.RadarHour.In(ctx), Sum: text.RadarCount.In(ctx), Dense: true, TestID: "radar"}
	var sum, most int64
	var peak models.Millis
	for i, h := range src.Stock.Hours {
		local := h.Hour.Time().In(text.ZoneOf(ctx))
		mark := ""
		if local.Hour() == 0 || i == 0 && local.Hour() < 18 {
			mark = local.Format("01-02")
		}
		c.Buckets, c.Marks = append(c.Buckets, local.Format("01-02 15:04")), append(c.Marks, mark)
		near, far := h.N, int64(0)
		if h.Hour.Sub(src.Now) >= 24*time.Hour {
			near, far = 0, h.N
		}
		soon.Values, later.Values = append(soon.Values, near), append(later.Values, far)
		sum += h.N
		if h.N > most {
			most, peak = h.N, h.Hour
		}
	}
	c.Series = []components.Series{soon, later}
	c.Label = text.RadarLabel.In(ctx, text.Number(sum), text.DateTime(ctx, peak), text.Number(most))
	return c
}
