// Package sending draws the last two steps of sending to many: the check of
// everyone, which sends nothing, and the send itself, which repeats in numbers
// what will happen. What the check finds is for models to say.
package sending

import (
	"cmp"
	"context"
	"time"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/components"
	"xinshi/views/draft"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Source is what both steps are made of.
type Source struct {
	App      models.App
	Draft    models.Draft
	Check    models.BatchCheck
	Problems models.ValidationError // why there can be no check
	Found    []models.CheckedPerson // some whose values are refused, or may be
	Testers  []models.Recipient
	Errors   map[string]string
	Former   models.Approval // of a draft that was taken back, or whose approval is void; ID 0: none
	Now      models.Millis
}

// name is what a draft is called.
func (src Source) name(ctx context.Context) string {
	return cmp.Or(src.Draft.Name, src.Draft.Template.Title, text.CheckUntitled.In(ctx))
}

// Page is the step 检查.
type Page struct {
	layout.Page
	ID, Version  int64
	Steps        []components.Step
	Must         []string // what keeps it from being checked
	Running      string   // how far it is; "" when it is done
	Self         string
	Figures      []Figure
	Unknown      string
	Recent       *Recent
	Problems     []Problem
	More         string // where all problems are
	Words        []string
	Facts        []components.Fact
	Done         string
	Export, Next string
	Testers      []components.Option
	MayTest      bool
	TestKey      string
	TestError    string
}

// Figure is a number of the forecast; Href opens the list of these people.
type Figure struct {
	Key, Label, Value, Class, Href string
}

// Recent is the choice about those who got a message lately.
type Recent struct {
	Text    string
	LeftOut bool
}

// NewPage shapes the step 检查.
func NewPage(ctx context.Context, frame layout.Page, src Source, testKey string) Page {
	appid, d, c := src.App.Appid, src.Draft, src.Check
	frame.Crumb = components.Link{Text: text.Drafts.In(ctx), Href: paths.Drafts(appid)}
	frame.Context = text.CheckContext.In(ctx, src.name(ctx))
	p := Page{Page: frame, ID: d.ID, Version: d.Version, Steps: draft.Steps(ctx, appid, d, draft.StepCheck), Self: paths.DraftCheck(appid, d.ID), TestKey: testKey, TestError: src.Errors["to"]}
	for _, fe := range src.Problems.Fields {
		p.Must = append(p.Must, mustMend(ctx, d.Template, fe))
	}
	if len(p.Must) > 0 {
		return p
	}
	if c.State != models.CheckDone {
		p.Running = text.CheckRunning.In(ctx, text.Number(c.Selected))
		return p
	}
	p.Done = text.CheckDone.In(ctx, text.DateTimeSeconds(ctx, c.DoneAt))
	p.Figures = figures(ctx, appid, src.App.RestDays, c)
	if c.Listed > c.Selected {
		p.Unknown = text.CheckUnknown.In(ctx, text.Number(c.Listed-c.Selected))
	}
	if c.Recent > 0 && !d.ForOne() {
		p.Recent = &Recent{LeftOut: d.Plan.LeaveOut, Text: text.CheckRecentText.In(ctx, text.Number(c.Selected), text.Number(c.Recent), src.App.RestDays)}
	}
	p.Problems = problemsOf(ctx, appid, src.Found)
	p.More = moreProblems(appid, d.ID, c)
	for _, hit := range c.Words {
		p.Words = append(p.Words, text.CheckWord.In(ctx, hit.Word, keywordName(d.Template, hit.Keyword)))
	}
	p.Facts = timing(ctx, src)
	if frame.Can(models.PermExport) {
		p.Export = paths.DraftCheckExport(appid, d.ID)
	}
	p.Next = paths.DraftSend(appid, d.ID)
	p.MayTest = frame.Can(models.PermSend)
	for _, r := range src.Testers {
		p.Testers = append(p.Testers, components.Option{Value: paths.ID(r.ID), Text: r.Name()})
	}
	return p
}

// mustMend names what is refused and says why.
func mustMend(ctx context.Context, t models.Template, fe models.FieldError) string {
	return text.CheckColon.In(ctx, fieldName(ctx, t, fe.Field), text.Reason(ctx, fe.Reason, fe.Limit))
}

func keywordName(t models.Template, key string) string {
	for _, k := range t.Keywords {
		if k.Key == key {
			return cmp.Or(k.Name, k.Key)
		}
	}
	return key
}

// figures are the forecast, in links.
func figures(ctx context.Context, appid string, restDays int, c models.BatchCheck) []Figure {
	all := []Figure{{Key: "selected", Label: text.CheckSelected.In(ctx), Value: text.Number(c.Selected)}}
	for _, part := range []struct {
		group models.CheckGroup
		class string
	}{
		{models.GroupReachable, "meter-sent"}, {models.GroupNoCode, "meter-waiting"}, {models.GroupExpiring, "meter-unknown"}, {models.GroupRefused, "meter-failed"},
		{models.GroupRecent, "meter-off"}, {models.GroupLeftOut, "meter-off"}, {models.GroupBlocked, "meter-failed"}, {models.GroupWarned, "meter-unknown"},
	} {
		n := c.Group(part.group)
		if n == 0 && part.group == models.GroupLeftOut || restDays == 0 && part.group == models.GroupRecent {
			continue
		}
		f := Figure{Key: string(part.group), Label: groupName(ctx, part.group, restDays), Value: text.Number(n), Class: part.class}
		if n > 0 {
			f.Href = paths.DraftCheckPeople(appid, c.BatchID, string(part.group))
		}
		all = append(all, f)
	}
	return append(all, Figure{Key: "expected", Label: text.CheckExpected.In(ctx), Value: text.Number(c.Expected), Class: "meter-sent"})
}

func groupName(ctx context.Context, group models.CheckGroup, restDays int) string {
	if group == models.GroupRecent {
		return text.CheckRecent.In(ctx, restDays)
	}
	return text.CheckGroup(group).In(ctx)
}

// timing is when the send begins and ends.
func timing(ctx context.Context, src Source) []components.Fact {
	e := models.DraftEstimate(src.App, src.Draft, src.Check, src.Now)
	rate := text.CheckRateIs.In(ctx, text.Number(e.Rate))
	if e.Guess {
		rate = text.CheckRateGuess.In(ctx, text.Number(e.Rate))
	}
	start := text.BatchStartNow.In(ctx)
	if src.Draft.Plan.Start != "" {
		start = text.DateTime(ctx, e.Start)
	}
	quiet := text.CheckQuietNone.In(ctx)
	if q := src.Draft.PlannedQuiet(src.App); q.From != q.Until {
		quiet = text.CheckQuietIs.In(ctx, q.From/60, q.From%60, q.Until/60, q.Until%60)
	}
	return []components.Fact{
		{Name: text.CheckStarts.In(ctx), Value: start, TestID: "starts"},
		{Name: text.CheckEnds.In(ctx), Value: text.DateTime(ctx, e.End), Mono: true, TestID: "ends"},
		{Name: text.CheckTakes.In(ctx), Value: batch.Duration(ctx, max(e.Active, time.Second)), TestID: "takes"},
		{Name: text.CheckRate.In(ctx), Value: rate},
		{Name: text.CheckQuiet.In(ctx), Value: quiet, TestID: "quiet"},
	}
}
