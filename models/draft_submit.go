package models

import (
	"context"
	"fmt"
)

// SendConfirmation is what a person has confirmed of a send.
type SendConfirmation struct {
	Total int64
	Opens MiniprogramState
}

// SubmitDraft schedules a draft that the caller has seen in a version, for exactly
// the people whom its check met; where the App's rules ask for a second person, it
// waits for their approval instead. confirmed.Total is the number of messages, as a person
// typed it or saw it: it has to be that of the check, so that nobody sends to more
// people than they looked at. confirmed.Opens repeats what the template's card opens; only the
// published version need not be named.
//
// ErrConflict is as for SaveDraft. What is still wrong is a ValidationError with
// the fields of DraftProblems and
//
//	check            ReasonUnchecked: there is no complete check, or it holds no more
//	audience         ReasonNobody: there is no message to make, or every one is blocked
//	confirmed_total  ReasonRequired (0 given), ReasonOtherTotal
//	miniprogram_state  ReasonConfirmState, ReasonOtherState
func (s *Store) SubmitDraft(ctx context.Context, actor Actor, app App, id, version int64, confirmed SendConfirmation) (Batch, error) {
	var b Batch
	err := s.withDraft(ctx, app.ID, id, version, func(tx *Store, seen Batch) error {
		d, err := tx.draftOf(ctx, app, seen)
		if err != nil {
			return err
		}
		c, err := tx.DraftCheck(ctx, app, d)
		if err != nil {
			return err
		}
		bad := d.Problems.All()
		c.admit(confirmed.Total, &bad)
		if d.Template.ID != 0 {
			d.Template.checkState(confirmed.Opens, &bad)
		}
		if err := bad.Err(); err != nil {
			return err
		}
		b = d.sendable(app, tx.Now())
		b.StartAt, b.CheckID = max(b.StartAt, tx.Now()), c.ID
		return tx.submit(ctx, actor, &b, c)
	})
	if err != nil {
		return Batch{}, err
	}
	return b, nil
}

// admit notes why a check does not lead to a batch.
func (c BatchCheck) admit(confirmed int64, bad *ValidationError) {
	switch {
	case c.State != CheckDone || !c.Holds:
		bad.Add("check", ReasonUnchecked)
	case c.Total() == c.Blocked:
		bad.Add("audience", ReasonNobody)
	case confirmed == 0:
		bad.Add("confirmed_total", ReasonRequired)
	case confirmed != c.Total():
		bad.Add("confirmed_total", ReasonOtherTotal)
	}
}

func (s *Store) submit(ctx context.Context, actor Actor, b *Batch, c BatchCheck) error {
	b.by(actor)
	err := s.db.WithContext(ctx).Model(&Batch{ID: b.ID}).Select("name", "content", "audience", "list_id", "check_id",
		"start_at", "late_ms", "pace", "stop_percent", "quiet_own", "quiet_from", "quiet_until",
		"actor_kind", "actor_id", "actor_name", "editors").Updates(b).Error
	if err != nil {
		return fmt.Errorf("submit draft %d: %w", b.ID, err)
	}
	app, err := s.App(ctx, b.AppID) // as the rules are now
	if err != nil {
		return err
	}
	to := BatchScheduled
	if app.MustApprove(c.Total()) {
		to = BatchPending
		if *b, err = s.askApproval(ctx, actor, b.ID); err != nil {
			return err
		}
	}
	if err := s.moveBatch(ctx, actor, *b, to, "", 0); err != nil {
		return err
	}
	b.State = to
	return s.audit(ctx, actor, change{AppID: b.AppID, Action: "batch.submit", Object: "batch", ObjectID: b.ID, After: map[string]any{
		"batch": auditedBatch(*b), "fingerprint": c.Fingerprint, "messages": c.Total(), "selected": c.Selected, "left_out": c.LeftOut,
		"reachable": c.Reachable, "blocked": c.Blocked, "warned": c.Warned, "words": c.Words,
	}})
}
