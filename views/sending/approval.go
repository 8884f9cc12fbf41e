package sending

import (
	"context"
	"time"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// ApprovalSource is what the page of an approval is made of.
type ApprovalSource struct {
	App      models.App
	Batch    models.Batch
	Approval models.Approval
	Template models.Template
	Check    models.BatchCheck // ID 0: a retry has none
	Samples  []models.Sample
	Found    []models.CheckedPerson
	StaffID  int64
	Now      models.Millis
	Typed    string // a reason that was refused
	Errors   map[string]string
}

// ApprovalPage shows what of a batch waits for approval, or was decided on.
type ApprovalPage struct {
	layout.Page
	State             components.BadgeView
	Cards             []Card
	Facts, Request    []components.Fact
	Figures           []Figure
	Problems          []Problem
	PastStart         bool
	NotYours          string // why whoever looks on cannot decide; "" when they can, or nobody can any more
	Approve, Reject   string // forms' targets; "" where they are not to be had
	Hash, ApproveText string
	Typed             string
	Errors            map[string]string
}

// Card is one person's message.
type Card struct {
	Name string
	Slip components.SlipView
}

// NewApprovalPage shapes the page.
func NewApprovalPage(ctx context.Context, frame layout.Page, src ApprovalSource) ApprovalPage {
	b, a, appid := src.Batch, src.Approval, src.App.Appid
	frame.Crumb = components.Link{Text: b.Name, Href: paths.Batch(appid, b.ID)}
	frame.Context = text.ApprovalContext.In(ctx)
	p := ApprovalPage{
		Page: frame, State: batch.Badge(ctx, b.State), Facts: approvalFacts(ctx, src), Request: requestFacts(ctx, a), Hash: a.Hash,
		PastStart: b.State == models.BatchPending && b.Timed() && b.StartAt < src.Now, Typed: src.Typed, Errors: src.Errors,
	}
	for _, s := range src.Samples {
		p.Cards = append(p.Cards, Card{Name: s.To.Name(), Slip: template.Slip(ctx, frame, src.Template.Title, s.Content)})
	}
	if src.Check.ID != 0 {
		for _, f := range figures(ctx, appid, src.App.RestDays, src.Check) {
			f.Href = "" // its lists belong to the draft
			p.Figures = append(p.Figures, f)
		}
		p.Problems = problemsOf(ctx, appid, src.Found)
	}
	if b.State != models.BatchPending {
		return p
	}
	switch {
	case !frame.Can(models.PermApprove):
		p.NotYours = text.ApprovalNotRole.In(ctx)
	case !b.MayDecide(a, src.StaffID):
		p.NotYours = text.ApprovalNotYours.In(ctx)
	default:
		p.Approve, p.Reject = paths.BatchApprove(appid, b.ID), paths.BatchReject(appid, b.ID)
		p.ApproveText = text.ApprovalApproveText.In(ctx, text.Number(a.Messages))
	}
	return p
}

// approvalFacts are whom it is for, and when and how fast it goes.
func approvalFacts(ctx context.Context, src ApprovalSource) []components.Fact {
	b, appid := src.Batch, src.App.Appid
	quiet := text.CheckQuietNone.In(ctx)
	if q := b.QuietHours(src.App); q.From != q.Until {
		quiet = text.CheckQuietIs.In(ctx, q.From/60, q.From%60, q.Until/60, q.Until%60)
	}
	facts := []components.Fact{
		{Name: text.ApprovalMessages.In(ctx), Value: text.Number(src.Approval.Messages), TestID: "messages"},
		{Name: text.BatchWhom.In(ctx), Value: batch.Audience(ctx, b.Audience)},
		{Name: text.BatchTemplate.In(ctx), Value: src.Template.Title, Href: paths.Template(appid, b.TemplateRef)},
		{Name: text.BatchStart.In(ctx), Value: batch.Start(ctx, b), TestID: "start"},
	}
	facts = append(facts, batch.Rules(ctx, b.Timed(), time.Duration(b.LateMs)*time.Millisecond, b.Pace, b.StopPercent)...)
	return append(facts, components.Fact{Name: text.CheckQuiet.In(ctx), Value: quiet})
}

// requestFacts are who asked, what was decided, and by whom.
func requestFacts(ctx context.Context, a models.Approval) []components.Fact {
	facts := []components.Fact{
		{Name: text.ApprovalStateName.In(ctx), Value: text.ApprovalState(a.State).In(ctx), TestID: "approval-state"},
		{Name: text.ApprovalAskedBy.In(ctx), Value: a.AskedName, TestID: "asked-by"},
		{Name: text.ApprovalAskedAt.In(ctx), Value: text.DateTimeSeconds(ctx, a.AskedAt), Mono: true},
	}
	if a.DecidedAt.IsSet() && a.DecidedName != "" {
		facts = append(facts,
			components.Fact{Name: text.ApprovalDecidedBy.In(ctx), Value: a.DecidedName, TestID: "decided-by"},
			components.Fact{Name: text.ApprovalDecidedAt.In(ctx), Value: text.DateTimeSeconds(ctx, a.DecidedAt), Mono: true})
	}
	if a.Reason != "" {
		facts = append(facts, components.Fact{Name: text.ApprovalReason.In(ctx), Value: a.Reason, TestID: "reason"})
	}
	return append(facts, components.Fact{Name: text.ApprovalHash.In(ctx), Value: a.Hash, Mono: true, TestID: "hash"})
}
