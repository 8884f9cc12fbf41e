// Package batch draws what is sent to many people at once: the list, the form
// with its check, and the page of one batch with its live progress. Who is in
// an audience and what becomes of each message is for models to say.
package batch

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// Badge is a batch's state as it looks everywhere.
func Badge(ctx context.Context, state models.BatchState) components.BadgeView {
	return components.BadgeView{Kind: badgeKind(state), Text: text.BatchState(state).In(ctx), TestID: "state-" + string(state)}
}

func badgeKind(state models.BatchState) components.BadgeKind {
	switch state {
	case models.BatchDraft:
		return components.BadgeDraft
	case models.BatchPending:
		return components.BadgePending
	case models.BatchRejected:
		return components.BadgeFailed
	case models.BatchScheduled:
		return components.BadgeWaiting
	case models.BatchRunning:
		return components.BadgeRunning
	case models.BatchPaused:
		return components.BadgePaused
	case models.BatchFinished:
		return components.BadgeDone
	case models.BatchCancelled:
		return components.BadgeStopped
	}
	return components.BadgePlain
}

// why says in a sentence why a batch stands where it does and, where there is
// something to do, what.
func why(ctx context.Context, src Source) (sentence, remedy string) {
	b := src.Batch
	switch b.State {
	case models.BatchDraft:
		return text.BatchIsDraft.In(ctx), ""
	case models.BatchPending:
		return text.BatchIsPending.In(ctx), ""
	case models.BatchRejected:
		if src.Approval.ID == 0 {
			return text.BatchIsRejected.In(ctx), ""
		}
		return text.BatchIsRejectedFor.In(ctx, src.Approval.DecidedName, src.Approval.Reason), text.BatchIsRejectedDo.In(ctx)
	case models.BatchScheduled:
		sentence = text.BatchStartsAt.In(ctx, text.DateTime(ctx, b.StartAt), text.Relative(ctx, b.StartAt, src.Now))
		if b.LateMs > 0 {
			remedy = text.BatchStartsLate.In(ctx, text.Number(lateMinutes(b)))
		}
		return sentence, remedy
	case models.BatchRunning:
		return text.BatchIsRunning.In(ctx), ""
	case models.BatchPaused:
		return whyPaused(ctx, src)
	case models.BatchFinished:
		return whyFinished(ctx, b)
	}
	if b.Reason == models.CauseLate {
		return text.BatchTooLate.In(ctx, text.Number(lateMinutes(b))), text.BatchTooLateDo.In(ctx)
	}
	if b.Reason == models.CauseVoid {
		return text.BatchIsVoid.In(ctx, text.ApprovalParts(ctx, src.Approval)), text.BatchIsVoidDo.In(ctx)
	}
	return text.BatchCalledOff.In(ctx), ""
}

func whyPaused(ctx context.Context, src Source) (sentence, remedy string) {
	b := src.Batch
	switch {
	case b.Reason == models.CausePerson:
		return text.BatchHeldByPerson.In(ctx), ""
	case b.Reason == models.CauseFailures:
		return text.BatchHeldByFails.In(ctx, percent(b.StopPercent)), text.BatchHeldFailsDo.In(ctx)
	case b.Errcode != 0:
		meaning, todo := text.Errcode(ctx, text.SendCall(src.Template.Kind), b.Errcode)
		return text.BatchHeldByWeChat.In(ctx, b.Errcode, meaning), todo
	}
	return text.BatchHeld.In(ctx), ""
}

func whyFinished(ctx context.Context, b models.Batch) (sentence, remedy string) {
	switch {
	case b.Total == 0:
		return text.BatchIsDoneEmpty.In(ctx), ""
	case b.Failed+b.Unknown == 0:
		return text.BatchIsDone.In(ctx), ""
	case b.Failed == 0:
		remedy = text.BatchDoUnknown.In(ctx)
	default:
		remedy = text.BatchDoFailed.In(ctx)
	}
	return text.BatchIsDoneBut.In(ctx, text.Number(b.Failed), text.Number(b.Unknown)), remedy
}

// notes say what a batch that is not over waits for, besides its own state.
func notes(ctx context.Context, src Source) []string {
	b := src.Batch
	var list []string
	switch {
	case b.State == models.BatchCancelled && b.Waiting() > 0:
		list = append(list, text.BatchClearing.In(ctx))
	case b.State.Over():
		return nil
	case !b.Expanded && approved(b):
		list = append(list, text.BatchExpanding.In(ctx, text.Number(b.Total)))
	}
	if src.App.State == models.AppPaused {
		list = append(list, text.BatchAppPaused.In(ctx))
	}
	switch {
	case src.Template.RemovedAt != 0:
		list = append(list, text.TemplateGone.In(ctx)+" "+text.TemplateGoneDo.In(ctx))
	case src.Template.State == models.TemplateStopped:
		note := text.BatchTplStopped
		if b.State == models.BatchPaused {
			note = text.BatchHeldTemplate
		}
		list = append(list, note.In(ctx))
	}
	if b.State == models.BatchRunning && b.Quiet(src.App, src.Now) {
		until := b.QuietHours(src.App).Until
		list = append(list, text.BatchQuietHours.In(ctx, until/60, until%60))
	}
	return list
}

// approved tells whether a batch is to be sent, now or later.
func approved(b models.Batch) bool {
	switch b.State {
	case models.BatchScheduled, models.BatchRunning, models.BatchPaused:
		return true
	}
	return false
}

func percent(n int) string { return strconv.Itoa(n) + "%" }

func lateMinutes(b models.Batch) int64 { return b.LateMs / 60_000 }

func toneOf(state models.BatchState) components.Tone {
	switch state {
	case models.BatchRunning:
		return components.ToneInfo
	case models.BatchPaused, models.BatchPending:
		return components.ToneWarning
	case models.BatchFinished:
		return components.ToneSuccess
	case models.BatchRejected:
		return components.ToneError
	}
	return components.ToneNeutral
}
