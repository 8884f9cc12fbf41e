package batch

import (
	"context"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// Crowd is how many people an audience has, as far as it is cheap to know.
type Crowd struct {
	Listed        int // openids in the list, strangers among them; 0: no list
	People, Reach models.CappedCount
}

// CheckPage repeats in numbers what will happen.
type CheckPage struct {
	layout.Page
	Sentence string
	Notes    []components.NoteView
	Facts    []components.Fact
	Slip     components.SlipView
	First    string
	Inputs   []Input // everything typed, to be sent once more
	Submit   string
	// MustCheck: for so many that everyone is gone through first.
	MustCheck bool
}

// Input is a hidden one.
type Input struct{ Name, Value string }

// NewCheckPage shapes it from what was typed and what models made of it.
func NewCheckPage(ctx context.Context, frame layout.Page, src FormSource, in models.BatchInput, crowd Crowd, inputs []Input) CheckPage {
	appid := frame.App.Appid
	frame.Crumb = components.Link{Text: text.NavBatches.In(ctx), Href: paths.Batches(appid)}
	frame.Context = text.BatchCheckContext.In(ctx)
	frame.RequestPath = paths.BatchNew(appid)
	people := People(ctx, crowd.People)
	p := CheckPage{
		Page: frame, Inputs: inputs, First: src.First.Name(),
		Sentence: text.BatchWillNow.In(ctx, src.Template.Title, people), Submit: text.BatchConfirmNow.In(ctx),
	}
	if in.StartAt != 0 {
		p.Sentence = text.BatchWillLater.In(ctx, text.DateTime(ctx, in.StartAt), src.Template.Title, people)
		p.Submit = text.BatchConfirmLater.In(ctx)
	}
	p.Notes = checkNotes(ctx, src, crowd)
	p.Facts = checkFacts(ctx, src, in, crowd)
	r := src.Template.Render(in.Content.For(src.First), src.App.Zone())
	p.Slip = template.Slip(ctx, frame, src.Template.Title, r)
	return p
}

// People says how many there are, as far as they were counted.
func People(ctx context.Context, count models.CappedCount) string {
	n := text.Number(count.N)
	switch {
	case count.Over:
		return text.BatchPeopleOver.In(ctx, n)
	}
	return text.BatchPeople.In(ctx, n)
}

func checkNotes(ctx context.Context, src FormSource, crowd Crowd) []components.NoteView {
	var list []components.NoteView
	add := func(tone components.Tone, sentence, testID string) {
		list = append(list, components.NoteView{Tone: tone, Text: sentence, TestID: testID})
	}
	if strangers := int64(crowd.Listed) - crowd.People.N; crowd.Listed > 0 && strangers > 0 {
		add(components.ToneInfo, text.BatchListedNote.In(ctx, text.Number(strangers)), "strangers")
	}
	switch rest := crowd.People.N - crowd.Reach.N; {
	case crowd.People.Over:
	case crowd.Reach.N == 0:
		add(components.ToneWarning, text.BatchReachNone.In(ctx), "nobody")
	case rest > 0:
		add(components.ToneWarning, text.BatchReachRest.In(ctx, text.Number(rest)), "unreachable")
	}
	if src.App.State == models.AppPaused {
		add(components.ToneWarning, text.BatchAppPaused.In(ctx), "app-paused")
	}
	return list
}

func checkFacts(ctx context.Context, src FormSource, in models.BatchInput, crowd Crowd) []components.Fact {
	facts := []components.Fact{
		{Name: text.BatchName.In(ctx), Value: in.Name},
		{Name: text.BatchTemplate.In(ctx), Value: src.Template.Title, Href: paths.Template(src.App.Appid, src.Template.ID)},
		{Name: text.BatchWhom.In(ctx), Value: Audience(ctx, in.Audience)},
		{Name: text.BatchFactPeople.In(ctx), Value: People(ctx, crowd.People), TestID: "people"},
	}
	facts = append(facts, components.Fact{Name: text.BatchReachNow.In(ctx), Value: People(ctx, crowd.Reach), TestID: "reach"})
	at := text.BatchStartNow.In(ctx)
	if in.StartAt != 0 {
		at = text.DateTime(ctx, in.StartAt)
	}
	facts = append(facts, components.Fact{Name: text.BatchStart.In(ctx), Value: at, TestID: "start"})
	facts = append(facts, Rules(ctx, in.StartAt != 0, in.Late, in.Pace, in.StopPercent)...)
	if in.Pace > 0 && !crowd.People.Over {
		least := time.Duration(crowd.People.N) * time.Second / time.Duration(in.Pace)
		facts = append(facts, components.Fact{Name: text.BatchTakes.In(ctx), Value: text.BatchAtLeast.In(ctx, Duration(ctx, least))})
	}
	return facts
}

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
