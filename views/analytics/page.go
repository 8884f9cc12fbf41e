// Package analytics shows how subscriptions go: what people answer, what credits
// come and go, and how many can be reached.
package analytics

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/overview"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// DaysParam says in the URL how far back one looks.
const DaysParam = "days"

// Spans are the numbers of days to choose from.
var Spans = []int{7, 30}

// Source is what the page is made of.
type Source struct {
	App       models.App
	Days      int
	Stats     models.SubscribeStats
	Stock     models.CodeStock
	Templates []models.Template
	Reach     map[int64]models.CappedCount // by template
}

// Page is the page.
type Page struct {
	layout.Page
	Tabs   []components.Tab
	Chart  components.ChartView
	Busy   bool // the chart shows something
	Rows   []Row
	Scenes []SceneRow
}

// Row is a template.
type Row struct {
	Title, Href, Kind, Accepted, Rejected, Rate, Spent, Left, Reach, ReachHref, Expires string
}

// SceneRow is how people answered in one scene.
type SceneRow struct{ Title, Scene, Accepted, Rejected, Rate string }

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	p := Page{Page: frame}
	p.Crumb = components.Link{Text: text.NavTemplates.In(ctx), Href: paths.Templates(src.App.Appid)}
	for _, days := range Spans {
		p.Tabs = append(p.Tabs, components.Tab{
			Text: text.StatsDays.In(ctx, days), Current: days == src.Days,
			Href: paths.With(paths.Analytics(src.App.Appid), DaysParam, strconv.Itoa(days)),
		})
	}
	p.chart(ctx, src)
	titles := map[int64]string{}
	answers := map[int64]models.SceneStats{}
	for _, s := range src.Stats.Scenes {
		sum := answers[s.TemplateRef]
		sum.Accepted, sum.Rejected = sum.Accepted+s.Accepted, sum.Rejected+s.Rejected
		answers[s.TemplateRef] = sum
	}
	for _, t := range src.Templates {
		titles[t.ID] = t.Title
		p.Rows = append(p.Rows, newRow(ctx, frame, src, t, answers[t.ID]))
	}
	for _, s := range src.Stats.Scenes {
		p.Scenes = append(p.Scenes, SceneRow{
			Title: titles[s.TemplateRef], Scene: sceneName(ctx, s.Scene), Accepted: text.Number(s.Accepted), Rejected: text.Number(s.Rejected),
			Rate: text.Percent(s.Accepted, s.Accepted+s.Rejected),
		})
	}
	return p
}

func (p *Page) chart(ctx context.Context, src Source) {
	earned := components.Series{Name: text.StatsEarned.In(ctx), Tone: components.ToneSuccess}
	spent := components.Series{Name: text.StatsSpent.In(ctx), Tone: components.ToneInfo}
	p.Chart = components.ChartView{Bucket: text.StatsDay.In(ctx), Line: true, TestID: "chart"}
	var came, went int64
	for _, d := range src.Stats.Days {
		p.Chart.Buckets = append(p.Chart.Buckets, d.Day.Time().In(src.App.Zone()).Format("01-02"))
		earned.Values, spent.Values = append(earned.Values, d.Accepted), append(spent.Values, d.Spent)
		came, went = came+d.Accepted, went+d.Spent
	}
	p.Chart.Series = []components.Series{earned, spent}
	p.Chart.Label = text.StatsLabel.In(ctx, src.Days, text.Number(came), text.Number(went))
	p.Busy = came+went > 0
}

func newRow(ctx context.Context, frame layout.Page, src Source, t models.Template, answers models.SceneStats) Row {
	kind, _ := text.TemplateKind(t.Kind)
	row := Row{
		Title: t.Title, Href: paths.Template(src.App.Appid, t.ID), Kind: kind.In(ctx),
		Left: text.Number(left(src.Stock, t)), Reach: overview.Capped(src.Reach[t.ID]), Expires: text.StatsNeverEnds.In(ctx),
	}
	if frame.Can(models.PermCompose) && !t.Held() {
		row.ReachHref = paths.With(paths.DraftNew(src.App.Appid), "template", t.TemplateID)
	}
	if t.Kind == models.KindTemplate {
		row.Expires = text.StatsIn72.In(ctx, text.Number(src.Stock.Within(72)))
		return row
	}
	row.Accepted, row.Rejected, row.Spent = text.Number(answers.Accepted), text.Number(answers.Rejected), text.Number(src.Stats.Spent[t.ID])
	row.Rate = text.Percent(answers.Accepted, answers.Accepted+answers.Rejected)
	return row
}

// left is how many codes could pay for a template.
func left(stock models.CodeStock, t models.Template) int64 {
	var n int64
	for _, kind := range t.CodeKinds() {
		for _, s := range stock.ByKind {
			if s.Kind == kind && (s.TemplateRef == 0 || s.TemplateRef == t.ID) {
				n += s.N
			}
		}
	}
	return n
}

func sceneName(ctx context.Context, scene string) string {
	switch scene {
	case models.ScenePopup:
		return text.ScenePopupName.In(ctx)
	case models.SceneSettings:
		return text.SceneInSettings.In(ctx)
	case models.SceneOther:
		return text.SceneOthers.In(ctx)
	}
	return scene
}
