package sending

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/components"
	"xinshi/views/draft"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// SendPage is the step 发送.
type SendPage struct {
	layout.Page
	ID, Version int64
	Steps       []components.Step
	Plan        models.DraftPlan
	Zone        string
	Errors      map[string]string
	Back        string
	Unready     string // why nothing can be sent now; "" when it can
	Sentence    string
	Split       string
	LeftOut     string
	Facts       []components.Fact
	Total       int64
	Type        string // has to be typed; "" when it need not
	TypeHint    string
	Submit      string
	Notes       []components.NoteView
	Opens       models.MiniprogramState // has to be confirmed; "" when it need not
	MaySend     bool
	Address     string
	Approve     bool   // somebody else has to approve it
	Former      string // how its last request for approval ended
}

// NewSendPage shapes the step 发送. address is the page's own, to be handed over.
func NewSendPage(ctx context.Context, frame layout.Page, src Source, address string) SendPage {
	appid, d, c := src.App.Appid, src.Draft, src.Check
	frame.Crumb = components.Link{Text: text.CheckTitle.In(ctx), Href: paths.DraftCheck(appid, d.ID)}
	frame.Context = text.SubmitContext.In(ctx)
	p := SendPage{
		Page: frame, ID: d.ID, Version: d.Version, Steps: draft.Steps(ctx, appid, d, draft.StepSend), Plan: d.Plan, Zone: src.App.TimeZone, Errors: src.Errors, Back: frame.Crumb.Href,
		MaySend: frame.Can(models.PermSend), Address: address, Total: c.Total(), Facts: timing(ctx, src),
	}
	if len(p.Errors) == 0 {
		p.Errors = planSentences(ctx, d.Problems.Plan)
	}
	if outcome := text.ApprovalOutcome(ctx, src.Former); outcome != "" {
		p.Former = text.ApprovalFormer.In(ctx, outcome)
	}
	switch {
	case len(src.Problems.Fields) > 0, len(d.Problems.Plan.Fields) > 0:
		p.Unready = text.CheckMustNote.In(ctx)
	case c.State != models.CheckDone || !c.Holds:
		p.Unready = text.SubmitUnchecked.In(ctx)
	case c.Total() == c.Blocked:
		p.Unready = text.SubmitNobody.In(ctx)
	}
	if p.Unready != "" {
		return p
	}
	total := text.Number(c.Total())
	p.Sentence, p.Submit = text.SubmitWillNow.In(ctx, total), text.SubmitNow.In(ctx)
	if d.Plan.Start != "" {
		at := models.DraftEstimate(src.App, d, c, src.Now).Start
		p.Sentence, p.Submit = text.SubmitWillLater.In(ctx, text.DateTime(ctx, at), total), text.SubmitSchedule.In(ctx)
	}
	p.Split = split(ctx, c)
	p.Notes = notes(ctx, src)
	if opens := d.Template.Opens(); opens != models.StateFormal {
		p.Opens = opens
	}
	if c.LeftOut > 0 {
		p.LeftOut = text.SubmitWillLeaveOut.In(ctx, text.Number(c.LeftOut))
	}
	if p.Approve = src.App.MustApprove(c.Total()); p.Approve {
		p.Submit = text.ApprovalAsk.In(ctx)
	}
	if src.App.MustType(c.Total()) {
		p.Type = strconv.FormatInt(c.Total(), 10)
		p.TypeHint = text.SubmitTypedHint.In(ctx, text.Number(src.App.ConfirmAbove))
	}
	return p
}

// split says how many will arrive, and why the others will not.
func split(ctx context.Context, c models.BatchCheck) string {
	fail := c.Total() - c.Expected
	if fail == 0 {
		return text.SubmitWillAll.In(ctx, text.Number(c.Expected))
	}
	return text.SubmitWillSplit.In(ctx, text.Number(c.Expected), text.Number(fail), text.Number(fail-c.Blocked), text.Number(c.Blocked))
}

// timing is the part of the plan about time and pace.
func (p SendPage) timing() batch.TimingView {
	plan := p.Plan
	return batch.TimingView{
		Later: plan.Start != "", At: plan.Start, Zone: p.Zone, Late: plan.Late, Pace: plan.Pace, Stop: plan.StopPercent,
		Quiet: plan.Quiet, QuietFrom: plan.QuietFrom, QuietUntil: plan.QuietUntil, Errors: p.Errors,
	}
}

// PlanLimits are the largest numbers that models take in a plan, for the sentence
// under a number that they refuse.
var PlanLimits = map[string]int{"pace": 10_000, "stop_percent": 100, "late": 7 * 24 * 60}

// planSentences are a plan's problems in words: "choose from the list" would help
// nobody who types a number.
func planSentences(ctx context.Context, bad models.ValidationError) map[string]string {
	all := draft.Sentences(ctx, bad)
	for field, limit := range PlanLimits {
		if all[field] != "" {
			all[field] = text.BatchRange.In(ctx, text.Number(limit))
		}
	}
	return all
}

// notes say what is to be known before sending.
func notes(ctx context.Context, src Source) []components.NoteView {
	var list []components.NoteView
	if src.App.State == models.AppPaused {
		list = append(list, components.NoteView{Tone: components.ToneWarning, Text: text.BatchAppPaused.In(ctx), TestID: "app-paused"})
	}
	if opens := template.OpensNote(ctx, src.Draft.Template); opens.Text != "" {
		list = append(list, opens)
	}
	return list
}
