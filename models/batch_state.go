package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// moveBatch is the one place that writes a batch's state.
func (s *Store) moveBatch(ctx context.Context, actor Actor, b Batch, to BatchState, reason Cause, errcode int) error {
	if !b.State.canBecome(to) {
		return fmt.Errorf("batch %d cannot go from %s to %s: %w", b.ID, b.State, to, ErrConflict)
	}
	set := map[string]any{"state": to, "reason": reason, "errcode": errcode}
	switch {
	case to == BatchRunning && b.StartedAt == 0:
		set["started_at"] = s.Now()
	case to.Over():
		set["finished_at"] = s.Now()
	}
	done := s.db.WithContext(ctx).Model(&Batch{}).Where("id = ? AND state = ?", b.ID, b.State).Updates(set)
	if done.Error != nil {
		return fmt.Errorf("move batch %d to %s: %w", b.ID, to, done.Error)
	}
	if done.RowsAffected == 0 {
		return errLostRace
	}
	if b.CheckID != 0 && to.Over() && !b.Expanded {
		if err := s.retireChecks(ctx, "id = ?", b.CheckID); err != nil {
			return err
		}
	}
	return s.audit(ctx, actor, change{
		AppID: b.AppID, Action: "batch." + string(to), Object: "batch", ObjectID: b.ID,
		Before: map[string]any{"state": b.State}, After: map[string]any{"state": to, "reason": reason, "errcode": errcode},
	})
}

// PauseBatch holds a running batch. What is on its way arrives; the rest waits.
func (s *Store) PauseBatch(ctx context.Context, actor Actor, appID, id int64) error {
	return s.changeBatch(ctx, actor, appID, id, BatchPaused, CausePerson)
}

// ResumeBatch lets a paused batch go on.
func (s *Store) ResumeBatch(ctx context.Context, actor Actor, appID, id int64) error {
	return s.changeBatch(ctx, actor, appID, id, BatchRunning, "")
}

// CancelBatch calls a batch off. Its waiting messages are cancelled in the
// background; none of them is sent from now on.
func (s *Store) CancelBatch(ctx context.Context, actor Actor, appID, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		b, err := tx.Batch(ctx, appID, id)
		if err != nil {
			return err
		}
		if b.State == BatchPending {
			if b, err = tx.withdrawn(ctx, actor, appID, id); err != nil {
				return err
			}
		}
		return tx.moveBatch(ctx, actor, b, BatchCancelled, CausePerson, 0)
	})
}

func (s *Store) changeBatch(ctx context.Context, actor Actor, appID, id int64, to BatchState, reason Cause) error {
	return s.InTx(ctx, func(tx *Store) error {
		b, err := tx.Batch(ctx, appID, id)
		if err != nil {
			return err
		}
		return tx.moveBatch(ctx, actor, b, to, reason, 0)
	})
}

// SetBatchPace changes how fast a batch goes, also while it runs; see CanSetPace.
func (s *Store) SetBatchPace(ctx context.Context, actor Actor, appID, id int64, pace int) error {
	var bad ValidationError
	if pace < 0 || pace > 10_000 {
		bad.Add("pace", ReasonBadChoice)
		return bad.Err()
	}
	return s.InTx(ctx, func(tx *Store) error {
		b, err := tx.Batch(ctx, appID, id)
		if err != nil {
			return err
		}
		if !b.CanSetPace() {
			return fmt.Errorf("batch %d is %s: %w", id, b.State, ErrConflict)
		}
		if err := tx.db.WithContext(ctx).Model(&Batch{}).Where("id = ?", id).Updates(map[string]any{"pace": pace}).Error; err != nil {
			return fmt.Errorf("set pace of batch %d: %w", id, err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "batch.pace", Object: "batch", ObjectID: id,
			Before: map[string]any{"pace": b.Pace}, After: map[string]any{"pace": pace}})
	})
}

// batchCounters names the column that counts an outcome.
var batchCounters = map[MessageState]string{
	MessageSent: "sent", MessageFailed: "failed", MessageUnknown: "unknown", MessageCancelled: "cancelled", MessageExpired: "expired",
}

// countBatch adds outcomes to a batch's live counters, and pauses it when the
// share of failures it bears is passed.
func (s *Store) countBatch(ctx context.Context, batchID *int64, state MessageState, n int) error {
	column := batchCounters[state]
	if batchID == nil || column == "" {
		return nil
	}
	err := s.db.WithContext(ctx).Model(&Batch{}).Where("id = ?", *batchID).UpdateColumn(column, gorm.Expr(column+" + ?", n)).Error
	if err != nil {
		return fmt.Errorf("count outcomes of batch %d: %w", *batchID, err)
	}
	if state != MessageFailed {
		return nil
	}
	var b Batch
	if err := one(s.db.WithContext(ctx).Omit("content", "audience").Where("id = ?", *batchID).Take(&b).Error, "batch"); err != nil {
		return err
	}
	if b.State == BatchRunning && b.failsTooMuch() {
		return s.moveBatch(ctx, Actor{Kind: ActorEngine}, b, BatchPaused, CauseFailures, 0)
	}
	return nil
}

// enoughToJudge is how many outcomes a share of failures needs to mean something.
const enoughToJudge = 20

func (b Batch) failsTooMuch() bool {
	judged := b.Sent + b.Failed + b.Unknown
	return b.StopPercent > 0 && judged >= enoughToJudge && b.Failed*100 > judged*int64(b.StopPercent)
}

// pauseBatchesOf holds the running batches of a template that the platform refused.
func (s *Store) pauseBatchesOf(ctx context.Context, templateRef int64, errcode int) error {
	var running []Batch
	err := s.db.WithContext(ctx).Omit("content", "audience").Where("template_ref = ? AND state = ?", templateRef, BatchRunning).Find(&running).Error
	if err != nil {
		return fmt.Errorf("find batches of template: %w", err)
	}
	for _, b := range running {
		if err := s.moveBatch(ctx, Actor{Kind: ActorEngine}, b, BatchPaused, CausePlatform, errcode); err != nil {
			return err
		}
	}
	return nil
}
