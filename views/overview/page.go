// Package overview draws the state of a shop at a glance. Every number on it
// is a link to the rows it counts; the counting is done by the models.
package overview

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/alert"
	"xinshi/views/batch"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Page is the overview of an App.
type Page struct {
	layout.Page
	Pause    *Pause
	Notes    []components.NoteView // stopped templates, forbidden codes
	First    []Step                // of a shop that has sent nothing yet
	Tiles    []components.TileView
	Chart    components.ChartView
	Busy     bool // something was sent within the chart
	Spans    []components.Tab
	Batches  []batch.Row
	Codes    []CodeCount
	People   string
	Failures []Failure
}

// Pause says why an App sends nothing.
type Pause struct {
	Title, Text, Remedy, Words, Until string
	Resume                            string
}

// Step is one of the three of a first send.
type Step struct {
	Title, Text, Href string
	Icon              components.Icon
}

// Failure is a reason that messages failed for.
type Failure struct {
	Code, Meaning, Remedy, Count, Href string
}

// Source is what the overview is made of.
type Source struct {
	App       models.App
	Numbers   models.Overview
	Sends     []models.Tally // over Span
	Span      models.Span
	Batches   []models.Batch // that run or will
	Waiting   int64          // for approval
	Templates []models.Template
	Fresh     bool // the App has no message yet
	HasPeople bool
	Now       models.Millis
}

// CodeCount is how many send codes there are of some sort.
type CodeCount struct{ Label, Value, Href, TestID string }

// SpanParam says in the URL how far back the chart looks.
const SpanParam = "span"

// ShownBatches is how many batches are listed.
const ShownBatches = 5

// shownFailures is how many reasons are listed.
const shownFailures = 6

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	appid := src.App.Appid
	frame.Context = text.OverviewContext.In(ctx, appid, src.App.TimeZone)
	p := Page{Page: frame, Pause: newPause(ctx, src), Tiles: tiles(ctx, src), Chart: chart(ctx, src), Spans: spans(ctx, src)}
	p.Notes = slices.Concat(waiting(ctx, src, frame.Can), stopped(ctx, src), blocked(ctx, src.App))
	if src.Fresh {
		p.First = firstSend(ctx, frame, src)
	}
	for _, h := range src.Sends {
		p.Busy = p.Busy || h.Sent+h.Failed+h.Unknown > 0
	}
	p.Batches = batch.NewRows(ctx, appid, src.Batches, src.Templates)
	p.People = paths.With(paths.Recipients(appid), "has_code", "1")
	p.Codes = codes(ctx, src.Numbers, paths.Recipients(appid))
	for i, f := range src.Numbers.Failures {
		if i < shownFailures {
			p.Failures = append(p.Failures, newFailure(ctx, src, f))
		}
	}
	return p
}

// newPause says why the App is paused, until when, and what to do.
func newPause(ctx context.Context, src Source) *Pause {
	app := src.App
	if app.State != models.AppPaused {
		return nil
	}
	p := &Pause{Title: text.OverviewPausedTitle.In(ctx), Text: text.OverviewPausedPerson.In(ctx), Resume: paths.SettingsResume(app.ID)}
	words := text.OverviewPausedNote
	if app.PauseErrcode != 0 {
		p.Text, p.Remedy = text.Pause(ctx, app.PauseErrcode)
	}
	if app.PauseErrcode != 0 && app.PauseErrcode != wechat.Unreachable { // that one is ours
		p.Text = strconv.Itoa(app.PauseErrcode) + " · " + p.Text
		words = text.OverviewPausedWords
	}
	if app.PauseReason != "" {
		p.Words = words.In(ctx, app.PauseReason)
	}
	p.Until = text.OverviewPausedForever.In(ctx)
	if app.PauseUntil.IsSet() {
		p.Until = text.OverviewPausedUntil.In(ctx, text.DateTime(ctx, app.PauseUntil))
	}
	return p
}

// waiting says that somebody has to approve batches.
func waiting(ctx context.Context, src Source, can func(models.Permission) bool) []components.NoteView {
	if src.Waiting == 0 {
		return nil
	}
	return []components.NoteView{alert.Note(ctx, models.Alert{Kind: models.AlertApproval, N: src.Waiting}, src.App, can)}
}

// stopped lists the templates whose messages wait.
func stopped(ctx context.Context, src Source) []components.NoteView {
	var notes []components.NoteView
	for _, t := range src.Templates {
		if !t.Held() {
			continue
		}
		note := components.NoteView{
			Tone: components.ToneWarning, Title: text.OverviewStoppedTitle.In(ctx, t.Title), Text: text.OverviewStoppedPerson.In(ctx), TestID: "stopped",
			Link: components.Link{Text: text.OverviewStoppedSee.In(ctx), Href: paths.Template(src.App.Appid, t.ID)},
		}
		switch {
		case t.RemovedAt != 0:
			note.Text = text.TemplateGone.In(ctx) + " " + text.TemplateGoneDo.In(ctx)
		case t.StopErrcode != 0:
			meaning, remedy := text.Errcode(ctx, text.SendCall(t.Kind), t.StopErrcode)
			note.Text = strconv.Itoa(t.StopErrcode) + " · " + meaning + " " + remedy
		}
		notes = append(notes, note)
	}
	return notes
}

// blocked names the kinds of code that the platform has forbidden.
func blocked(ctx context.Context, app models.App) []components.NoteView {
	var notes []components.NoteView
	for _, kind := range models.CodeKinds {
		if app.Blocks(kind) {
			notes = append(notes, components.NoteView{
				Tone: components.ToneWarning, Title: text.OverviewBlockedTitle.In(ctx, text.CodeKind(kind).In(ctx)),
				Text: text.OverviewBlockedText.In(ctx), TestID: "blocked",
			})
		}
	}
	return notes
}

// newFailure explains a reason and leads to its messages.
func newFailure(ctx context.Context, src Source, f models.FailureReason) Failure {
	out := Failure{Count: text.Number(f.N)}
	query := url.Values{message.FilterState: {string(models.MessageFailed)}, message.FilterFrom: {text.Date(ctx, src.Now.Add(-24*time.Hour))}}
	if f.Reason != "" {
		query.Set(message.FilterReason, string(f.Reason))
	}
	m := models.Message{State: models.MessageFailed, Reason: f.Reason, Errcode: f.Errcode}
	if f.Errcode != 0 {
		query.Set(message.FilterErrcode, strconv.Itoa(f.Errcode))
		out.Code = strconv.Itoa(f.Errcode)
	}
	out.Meaning, out.Remedy = text.Outcome(ctx, m, kindOf(src.Templates))
	if out.Meaning == "" {
		out.Meaning = text.ShortCause(f.Reason).In(ctx)
	}
	out.Href = paths.WithQuery(paths.Messages(src.App.Appid), query)
	return out
}

// kindOf guesses the call a code came from: an App that has only subscribe
// templates makes no other.
func kindOf(templates []models.Template) models.TemplateKind {
	for _, t := range templates {
		if t.Kind == models.KindTemplate {
			return models.KindTemplate
		}
	}
	return models.KindSubscribeOnce
}
