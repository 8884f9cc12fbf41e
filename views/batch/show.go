package batch

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// Source is what the page of a batch is made of.
type Source struct {
	App      models.App
	Batch    models.Batch
	Parent   models.Batch // ID 0: none
	Template models.Template
	// Retryable counts the failures that another try may mend.
	Retryable models.CappedCount
	Failures  []models.FailureCount
	// FailuresOver: there are more failures than were counted by reason.
	FailuresOver bool
	Now          models.Millis
	CSRF         string
	MaySend      bool
	Approval     models.Approval // ID 0: none was asked for
}

// Page is one batch's page.
type Page struct {
	layout.Page
	Live    Live
	Actions Actions
	Slip    components.SlipView
	Copy    string // makes a draft of it; "" while it is at work
	CopyAs  string // what that is called
	Export  string // where its outcomes go out as a file; "" for whom they do not
}

// Live is the part that changes while the batch is at work.
type Live struct {
	Stream           string // whence the news comes; "" when nothing more will happen
	Self             string // with the state shown, so that the answer knows what has changed
	Every            string // how often it asks for itself anew; "" when nothing more will happen
	State            components.BadgeView
	Tone             components.Tone
	Sentence, Remedy string
	Notes            []string
	Instead          components.Link // what to use when the template is no more
	Percent, Done    string
	Meter            components.MeterView
	Counts           []Count
	All              string // the history of it; "" while there is none
	Pace             string
	Failures         []Failure
	FailuresNote     string
	Facts            []components.Fact
}

// Actions is what can be done now, by those who may send.
type Actions struct {
	CSRF                               string
	Approval                           string // where it is looked at and decided; "" when it waits for nobody
	Pause, Resume, Cancel, Pace, Retry string // forms' targets; "" where they are not to be had
	Withdraw                           string
	PaceNow, CancelLeft, RetryText     string
}

// ShownParam carries the state that the page shows with each look for news.
const ShownParam = "shown"

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	frame.Title = src.Batch.Name
	frame.Crumb = components.Link{Text: text.NavBatches.In(ctx), Href: paths.Batches(src.App.Appid)}
	frame.Context = text.BatchContextOf.In(ctx, cmp.Or(src.Template.Title, text.BatchTemplateGone.In(ctx)), Audience(ctx, src.Batch.Audience))
	p := Page{Page: frame, Live: NewLive(ctx, src), Actions: NewActions(ctx, src), Slip: card(ctx, frame, src)}
	if frame.Can(models.PermCompose) && src.Batch.State.Over() {
		p.Copy, p.CopyAs = paths.BatchCopy(src.App.Appid, src.Batch.ID), text.DraftCopy.In(ctx)
		if src.Batch.State == models.BatchRejected {
			p.CopyAs = text.BatchMend.In(ctx)
		}
	}
	if frame.Can(models.PermExport) && src.Batch.StartedAt.IsSet() {
		p.Export = paths.With(paths.MessagesExport(src.App.Appid), "batch", paths.ID(src.Batch.ID))
	}
	return p
}

// card is the message with braces where each person's own words go.
func card(ctx context.Context, frame layout.Page, src Source) components.SlipView {
	anyone := models.Recipient{Openid: "{openid}", Nickname: text.BatchCardNickname.In(ctx), Remark: text.BatchCardRemark.In(ctx)}
	r := src.Template.Render(src.Batch.Content.For(anyone), src.App.Zone())
	r.Errors = models.ValidationError{} // what is refused is judged person by person
	return template.Slip(ctx, frame, src.Template.Title, r)
}

// NewLive shapes the part that changes.
func NewLive(ctx context.Context, src Source) Live {
	b := src.Batch
	l := Live{
		Self:  paths.With(paths.Batch(src.App.Appid, b.ID), ShownParam, string(b.State)),
		Every: every(src), State: Badge(ctx, b.State), Tone: toneOf(b.State), Notes: notes(ctx, src), Instead: template.Instead(ctx, src.App.Appid, src.Template, src.Template.Retired()),
		Percent: text.Percent(b.Total-b.Waiting(), b.Total), Meter: newMeter(ctx, b), Counts: newCounts(ctx, src.App.Appid, b),
		Done: text.BatchDone.In(ctx, text.BatchOf.In(ctx, text.Number(b.Total-b.Waiting()), text.Number(b.Total))),
		Pace: pace(ctx, b, src.Now), Facts: facts(ctx, src),
	}
	if l.Every != "" {
		l.Stream = paths.With(paths.BatchLive(src.App.Appid, b.ID), ShownParam, string(b.State))
	}
	if b.Total > 0 {
		l.All = paths.BatchMessages(src.App.Appid, b.ID, "")
	}
	l.Failures, l.FailuresNote = newFailures(ctx, src)
	l.Sentence, l.Remedy = why(ctx, src)
	return l
}

// every is how often the page looks again: each second while something may
// happen at once, seldom while the batch waits for a time or a person.
func every(src Source) string {
	b := src.Batch
	switch {
	case b.State.Over() && b.Waiting() <= 0:
		return ""
	case !b.Expanded && approved(b):
		return "1s"
	case b.State == models.BatchPaused, b.State == models.BatchDraft, b.State == models.BatchPending,
		b.State == models.BatchScheduled && b.StartAt.Sub(src.Now) > time.Minute:
		return "15s"
	}
	return "1s"
}

// NewActions says what whoever may send can do now.
func NewActions(ctx context.Context, src Source) Actions {
	b, appid := src.Batch, src.App.Appid
	a := Actions{CSRF: src.CSRF}
	if b.State == models.BatchPending {
		a.Approval = paths.BatchApproval(appid, b.ID)
	}
	if !src.MaySend {
		return a
	}
	if b.State == models.BatchPending {
		a.Withdraw = paths.BatchWithdraw(appid, b.ID)
	}
	if b.CanPause() {
		a.Pause = paths.BatchPause(appid, b.ID)
	}
	if b.CanResume() {
		a.Resume = paths.BatchResume(appid, b.ID)
	}
	if b.CanCancel() {
		a.Cancel = paths.BatchCancel(appid, b.ID)
	}
	if b.CanSetPace() {
		a.Pace = paths.BatchPace(appid, b.ID)
	}
	if src.Retryable.N > 0 || src.Retryable.Over {
		a.Retry = paths.BatchRetry(appid, b.ID)
	}
	if b.Pace > 0 {
		a.PaceNow = strconv.Itoa(b.Pace)
	}
	a.RetryText = text.BatchRetryText.In(ctx, text.Number(b.Failed), text.Number(src.Retryable.N))
	if src.Retryable.Over {
		a.RetryText = text.BatchRetryMany.In(ctx, text.Number(b.Failed))
	}
	a.CancelLeft = text.BatchCancelLeft.In(ctx, text.Number(b.Waiting()))
	if !b.Expanded {
		a.CancelLeft = text.BatchCancelAll.In(ctx)
	}
	return a
}

// Start says when a batch starts, or did.
func Start(ctx context.Context, b models.Batch) string {
	if b.State == models.BatchPending && !b.Timed() {
		return text.ApprovalStartNow.In(ctx)
	}
	return text.DateTime(ctx, b.StartAt)
}

// approvalIs says how the approval of a batch stands.
func approvalIs(ctx context.Context, a models.Approval) string {
	if a.State == models.ApprovalGiven {
		return text.ApprovalGivenOf.In(ctx, a.DecidedName, text.DateTime(ctx, a.DecidedAt))
	}
	return text.ApprovalState(a.State).In(ctx)
}

func facts(ctx context.Context, src Source) []components.Fact {
	b, appid := src.Batch, src.App.Appid
	list := []components.Fact{
		{Name: text.BatchTemplate.In(ctx), Value: src.Template.Title, Href: paths.Template(appid, b.TemplateRef)},
		{Name: text.BatchWhom.In(ctx), Value: Audience(ctx, b.Audience), TestID: "audience"},
	}
	if src.Parent.ID != 0 {
		list = append(list, components.Fact{Name: text.BatchFactParent.In(ctx), Value: text.BatchParentOf.In(ctx, src.Parent.Name), Href: paths.Batch(appid, src.Parent.ID), TestID: "parent"})
	}
	list = append(list, Rules(ctx, b.Timed(), time.Duration(b.LateMs)*time.Millisecond, b.Pace, b.StopPercent)...)
	list = append(list,
		components.Fact{Name: text.BatchWho.In(ctx), Value: who(ctx, b)},
		components.Fact{Name: text.BatchStart.In(ctx), Value: Start(ctx, b), Mono: true})
	if a := src.Approval; a.ID != 0 {
		list = append(list, components.Fact{Name: text.ApprovalStateName.In(ctx), Value: approvalIs(ctx, a), Href: paths.BatchApproval(appid, b.ID), TestID: "approval"})
	}
	moment := func(name text.Text, at models.Millis) {
		if at.IsSet() {
			list = append(list, components.Fact{Name: name.In(ctx), Value: text.DateTimeSeconds(ctx, at), Mono: true})
		}
	}
	moment(text.BatchFactStarted, b.StartedAt)
	moment(text.BatchFactFinished, b.FinishedAt)
	return append(list, components.Fact{Name: text.BatchFactID.In(ctx), Value: paths.ID(b.ID), Mono: true})
}
