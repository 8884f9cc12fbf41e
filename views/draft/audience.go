package draft

import (
	"context"
	"strings"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// AudienceSource is what the step 受众 is made of.
type AudienceSource struct {
	Draft models.Draft
	Whom  WhomSource
	Reach models.Reach
	One   Candidate // whom a draft for one person is for; Recipient.ID 0: not so
	Now   models.Millis
	// Unknown are the first of the listed people who are no users.
	Unknown []models.UnknownPerson
	Errors  map[string]string // of the upload
}

// AudiencePage is the step 受众.
type AudiencePage struct {
	layout.Page
	ID, Version int64
	Steps       []components.Step
	Whom        WhomView
	Facts       []components.Fact
	Note        components.NoteView // what is in the way; without a Text nothing is
	List        []components.Fact
	Untaken     UntakenRows
	Errors      map[string]string
}

// NewAudiencePage shapes it.
func NewAudiencePage(ctx context.Context, page layout.Page, src AudienceSource) AudiencePage {
	d := src.Draft
	p := AudiencePage{
		Page: frame(ctx, page, text.DraftAudienceAsk), ID: d.ID, Version: d.Version, Steps: Steps(ctx, page.App.Appid, d, StepAudience), Errors: src.Errors,
	}
	var more []components.Option
	if d.List.Complete {
		more = append(more, components.Option{
			Value: string(models.AudienceList), Text: text.AudienceFile.In(ctx), Hint: text.AudienceFileHint.In(ctx, d.List.FileName, text.Number(d.List.RowCount)),
		})
		p.List = listFacts(ctx, d.List)
	}
	p.Untaken = newUntaken(ctx, p, d, src.Unknown)
	p.Whom = newWhom(ctx, src, more...)
	if d.Audience.Kind != "" {
		p.Whom.Error = Sentences(ctx, d.Problems.Audience)["audience"]
	}
	p.Facts = reachFacts(ctx, src)
	switch {
	case src.One.Recipient.ID != 0:
		p.Note = oneNote(ctx, src.One, d.Template, src.Now)
	case src.Whom.Choice.Kind == AudienceOne && src.Whom.Choice.To != "":
		p.Whom.Error = text.ReasonUnknownRecipient.In(ctx)
	}
	return p
}

// reachFacts say how many an audience has; nil while there is none.
func reachFacts(ctx context.Context, src AudienceSource) []components.Fact {
	d := src.Draft
	if len(d.Problems.Audience.Fields) > 0 {
		return nil
	}
	if src.One.Recipient.ID != 0 {
		return oneFacts(ctx, src.One, src.Now)
	}
	if d.Audience.Kind == models.AudienceList {
		return []components.Fact{{Name: text.BatchFactPeople.In(ctx), Value: text.BatchPeople.In(ctx, text.Number(d.List.Known)), TestID: "people"}}
	}
	return []components.Fact{
		{Name: text.BatchFactPeople.In(ctx), Value: batch.People(ctx, src.Reach.People), TestID: "people"},
		{Name: text.BatchReachNow.In(ctx), Value: batch.People(ctx, src.Reach.Reachable), TestID: "reach"},
	}
}

func listFacts(ctx context.Context, l models.BatchList) []components.Fact {
	facts := []components.Fact{
		{Name: text.DraftListFile.In(ctx), Value: l.FileName},
		{Name: text.DraftListPeople.In(ctx), Value: text.Number(l.RowCount), TestID: "listed"},
		{Name: text.DraftListKnown.In(ctx), Value: text.Number(l.Known), TestID: "known"},
	}
	if l.Duplicate > 0 {
		facts = append(facts, components.Fact{Name: text.DraftListDouble.In(ctx), Value: text.Number(l.Duplicate)})
	}
	if l.Bad > 0 {
		facts = append(facts, components.Fact{Name: text.DraftListBad.In(ctx), Value: text.Number(l.Bad)})
	}
	if len(l.Columns) > 0 {
		facts = append(facts, components.Fact{Name: text.DraftListColumns.In(ctx), Value: strings.Join(l.Columns, " · ")})
	}
	return facts
}
