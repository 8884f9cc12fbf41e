package importing

import (
	"context"
	"math"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Source is what the page of an import is made of.
type Source struct {
	App       models.App
	Import    models.Import
	Plan      models.ImportPlan // as it stands in the form
	Errors    []models.FieldError
	SkipError bool
	Sample    []models.SampleLine
	Refused   []models.ImportRefusal // the first ones
	Templates []models.Template
	Now       models.Millis
	CSRF      string
}

// ShownParam carries the state that the page shows with each look for news.
const ShownParam = "shown"

// ShowPage is one import's page.
type ShowPage struct {
	layout.Page
	Live    Live
	Actions Actions
}

// Live is the part that changes while the import is at work.
type Live struct {
	Self     string
	Every    string // how often it asks for itself anew; "" when a person is to act
	Steps    []components.StepView
	State    components.BadgeView
	Sentence string
	Notes    []string
	Meter    components.MeterView
	Working  bool
	Percent  string
	Done     string
	Pace     string
	Tiles    []components.TileView
	Next     []components.Link
	Mapping  *Mapping
	Start    *Start
	Refused  *RefusedRows
	Facts    []components.Fact
}

// Actions is what can be done besides going on.
type Actions struct {
	CSRF, Cancel, Button, Title, Text string
}

// Start is the confirmation of a checked import.
type Start struct {
	Action, CSRF, Submit, Skip, Error string
}

// NewShowPage shapes the page.
func NewShowPage(ctx context.Context, frame layout.Page, src Source) ShowPage {
	i := src.Import
	kind, _ := text.ImportKind(i.Kind)
	frame.Title = i.FileName
	frame.Crumb = components.Link{Text: text.Imports.In(ctx), Href: paths.Imports(src.App.Appid)}
	frame.Context = text.ImportContextOf.In(ctx, kind.In(ctx), text.Number(i.RowCount), size(ctx, i.FileSize))
	return ShowPage{Page: frame, Live: NewLive(ctx, src), Actions: NewActions(ctx, src)}
}

// NewLive shapes the part that changes.
func NewLive(ctx context.Context, src Source) Live {
	i := src.Import
	l := Live{
		Self:  paths.With(paths.Import(src.App.Appid, i.ID), ShownParam, string(i.State)),
		Steps: steps(ctx, i.State), State: badge(ctx, i.State), Sentence: why(ctx, i), Facts: facts(ctx, i),
		Working: i.State == models.ImportChecking || i.State == models.ImportRunning,
	}
	if l.Working {
		l.Every = "1s"
		l.Meter, l.Percent, l.Pace = meter(ctx, i), text.Percent(i.Done(), i.RowCount), pace(ctx, i, src.Now)
		l.Done = text.ImportDone.In(ctx, text.ImportOf.In(ctx, text.Number(i.Done()), text.Number(i.RowCount)))
	}
	if i.Format.Others > 0 && i.CanMap() {
		l.Notes = append(l.Notes, text.ImportOtherSheets.In(ctx, i.Format.Sheet, i.Format.Others))
	}
	if i.CanMap() {
		l.Mapping = newMapping(ctx, src)
		l.Notes = append(l.Notes, text.ImportIdleUntil.In(ctx, text.Date(ctx, i.UpdatedAt.Add(models.ImportIdleLife))))
	}
	if i.CanStart() {
		l.Start = newStart(ctx, src)
	}
	if i.State == models.ImportChecked || i.State.Over() {
		l.Refused = newRefused(ctx, src)
	}
	if i.State.Over() && i.StartedAt.IsSet() {
		l.Tiles = tiles(ctx, i)
		l.Next = []components.Link{{Text: text.ImportSeeUsers.In(ctx), Href: paths.Recipients(src.App.Appid)}}
	}
	if i.State.Over() {
		l.Next = append(l.Next, components.Link{Text: text.ImportAnother.In(ctx), Href: paths.ImportNew(src.App.Appid, string(i.Kind))})
	}
	return l
}

// NewActions says how the import can be called off.
func NewActions(ctx context.Context, src Source) Actions {
	a := Actions{CSRF: src.CSRF, Title: text.ImportCancelTitle.In(ctx), Button: text.ImportCancel.In(ctx), Text: text.ImportCancelText.In(ctx)}
	if src.Import.CanCancel() {
		a.Cancel = paths.ImportCancel(src.App.Appid, src.Import.ID)
	}
	if src.Import.State != models.ImportRunning {
		a.Button, a.Text = text.ImportDiscard.In(ctx), text.ImportDiscardText.In(ctx)
	}
	return a
}

func newStart(ctx context.Context, src Source) *Start {
	i := src.Import
	s := &Start{Action: paths.ImportStart(src.App.Appid, i.ID), CSRF: src.CSRF, Submit: text.ImportStart.In(ctx, text.Number(i.Good))}
	if i.Bad > 0 {
		s.Skip = text.ImportSkip.In(ctx, text.Number(i.Bad), text.Number(i.Good))
	}
	if src.SkipError {
		s.Error = text.ImportSkipFirst.In(ctx)
	}
	return s
}

func tiles(ctx context.Context, i models.Import) []components.TileView {
	tile := func(key string, label text.Text, n int64) components.TileView {
		return components.TileView{Label: label.In(ctx), Value: text.Number(n), TestID: "n-" + key}
	}
	if i.Kind == models.ImportCodes {
		return []components.TileView{tile("added", text.ImportNewCodes, i.Added), tile("unchanged", text.ImportKnownCodes, i.Unchanged), tile("refused", text.ImportNotImported, i.Refused)}
	}
	return []components.TileView{
		tile("added", text.ImportNewUsers, i.Added), tile("changed", text.ImportChangedUsers, i.Changed),
		tile("unchanged", text.ImportSameUsers, i.Unchanged), tile("refused", text.ImportNotImported, i.Refused),
	}
}

// pace is how fast a run goes and when it will be done.
func pace(ctx context.Context, i models.Import, now models.Millis) string {
	took := now.Sub(i.StartedAt).Seconds()
	if i.State != models.ImportRunning || i.Done() == 0 || took < 1 {
		return ""
	}
	rate := float64(i.Done()) / took
	left := time.Duration(float64(i.RowCount-i.Done()) / rate * float64(time.Second))
	return text.ImportRate.In(ctx, text.Number(int64(math.Round(rate)))) + " · " + text.ImportETA.In(ctx, text.Relative(ctx, now.Add(left), now))
}

func facts(ctx context.Context, i models.Import) []components.Fact {
	list := []components.Fact{
		{Name: text.ImportFactFile.In(ctx), Value: i.FileName},
		{Name: text.ImportFactFormat.In(ctx), Value: format(ctx, i.Format), TestID: "format"},
		{Name: text.ImportFactSize.In(ctx), Value: size(ctx, i.FileSize)},
		{Name: text.ImportFactRows.In(ctx), Value: text.Number(i.RowCount)},
		{Name: text.ImportWho.In(ctx), Value: i.ActorName},
		{Name: text.ImportWhen.In(ctx), Value: text.DateTimeSeconds(ctx, i.CreatedAt), Mono: true},
	}
	if i.SkipBad {
		list = append(list, components.Fact{Name: text.ImportFactSkip.In(ctx), Value: text.ImportFactSkipped.In(ctx)})
	}
	for _, moment := range []struct {
		name text.Text
		at   models.Millis
	}{{text.ImportFactBegan, i.StartedAt}, {text.ImportFactEnded, i.FinishedAt}} {
		if moment.at.IsSet() {
			list = append(list, components.Fact{Name: moment.name.In(ctx), Value: text.DateTimeSeconds(ctx, moment.at), Mono: true})
		}
	}
	return list
}
