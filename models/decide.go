package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// Rescue ends claims whose lease is over: the process that held them is gone.
// Where a repeat with the same code proves what happened, the message is queued
// again with that code; elsewhere its outcome is unknown and its code counts as
// used. It returns how many messages it moved.
func (s *Store) Rescue(ctx context.Context, app App, limit int) (int, error) {
	var rescued int
	err := s.InTx(ctx, func(tx *Store) error {
		rescued = 0
		var lost []Message
		err := tx.db.WithContext(ctx).Where("state = ? AND lease_until <= ? AND app_id = ?", MessageSending, tx.Now(), app.ID).Limit(limit).Find(&lost).Error
		if err != nil {
			return fmt.Errorf("find lost messages: %w", err)
		}
		var outcomes []Outcome
		for _, m := range lost {
			var code SendCode
			if err := one(tx.db.WithContext(ctx).Where("id = ?", m.CodeID).Take(&code).Error, "code"); err != nil {
				return err
			}
			o := Outcome{Claimed: &Claimed{Message: m, Code: code, App: &app}, Reason: CauseLeaseEnded, At: tx.Now()}
			if code.SingleUse(app.CodesPerPayment) {
				o.To, o.Code, o.Due, o.Unproven = MessageQueued, CodeReserved, tx.Now(), true
			} else {
				o.To, o.Code = MessageUnknown, CodeUsed
				if code.Lasting() {
					o.Code = CodeAvailable
				}
			}
			outcomes = append(outcomes, o)
		}
		rescued, err = tx.Settle(ctx, outcomes)
		return err
	})
	return rescued, err
}

// TakeAsSent settles an unknown outcome as sent: a person has judged so.
func (s *Store) TakeAsSent(ctx context.Context, actor Actor, appID, id int64) error {
	return s.decide(ctx, actor, appID, id, "message.take_as_sent", func(tx *Store, m Message) error {
		moved, err := tx.moveMessages(ctx, []int64{id}, MessageUnknown, MessageSent, map[string]any{"reason": CauseAssumed, "settled_at": tx.Now()})
		if err := onlyOnce(moved, err); err != nil {
			return err
		}
		if err := tx.noteSent(ctx, []Outcome{{Claimed: &Claimed{Message: m}, At: tx.Now()}}); err != nil {
			return err
		}
		if err := tx.countBatch(ctx, m.BatchID, MessageSent, 1); err != nil {
			return err
		}
		return tx.count(ctx, appID, tx.Now(), MessageSent, CauseAssumed, 0, 1)
	})
}

// SendAgain queues a message of unknown outcome once more, with a new code: a
// person accepts that it may arrive twice.
func (s *Store) SendAgain(ctx context.Context, actor Actor, app App, id int64) error {
	return s.decide(ctx, actor, app.ID, id, "message.send_again", func(tx *Store, m Message) error {
		if err := tx.batchTakesMore(ctx, m); err != nil {
			return err
		}
		if err := tx.stillKnown(ctx, m); err != nil {
			return err
		}
		t, err := tx.Template(ctx, app.ID, m.TemplateRef)
		if err != nil {
			return err
		}
		codes, err := tx.payingCodes(ctx, app, t, m.RecipientID)
		if err != nil {
			return err
		}
		if len(codes) == 0 {
			return &ValidationError{Fields: []FieldError{{Field: "to", Reason: ReasonNoSendCode}}}
		}
		moved, err := tx.moveMessages(ctx, []int64{id}, MessageUnknown, MessageQueued, map[string]any{
			"reason": CauseResent, "code_id": 0, "code_kind": "", "unproven": false, "tries": 0,
			"due_at": tx.Now(), "settled_at": 0, "errcode": 0, "errmsg": "",
		})
		return onlyOnce(moved, err)
	})
}

// stillKnown refuses to send to somebody whose data are erased, the message's own
// among them, and holds an erasure off until the message waits again.
func (s *Store) stillKnown(ctx context.Context, m Message) error {
	var to Recipient
	if err := one(s.forUpdate(ctx).Where("id = ?", m.RecipientID).Take(&to).Error, "recipient"); err != nil {
		return err
	}
	if to.ErasedAt != 0 {
		return &ValidationError{Fields: []FieldError{{Field: "to", Reason: ReasonErased}}}
	}
	return nil
}

// batchTakesMore refuses to add to a batch that was called off.
func (s *Store) batchTakesMore(ctx context.Context, m Message) error {
	if m.BatchID == nil {
		return nil
	}
	b, err := s.Batch(ctx, m.AppID, *m.BatchID)
	if err == nil && b.State == BatchCancelled {
		return fmt.Errorf("batch %d is cancelled: %w", b.ID, ErrConflict)
	}
	return err
}

// Cancel holds back a message that has not been sent.
func (s *Store) Cancel(ctx context.Context, actor Actor, appID, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		m, err := tx.messageForUpdate(ctx, appID, id)
		if err != nil {
			return err
		}
		if !m.CanCancel() {
			return fmt.Errorf("message %d is %s: %w", id, m.State, ErrConflict)
		}
		moved, err := tx.moveMessages(ctx, []int64{id}, MessageQueued, MessageCancelled, map[string]any{
			"reason": CausePerson, "settled_at": tx.Now(), "code_id": 0, "code_kind": "",
		})
		if err := onlyOnce(moved, err); err != nil {
			return err
		}
		if m.CodeID != 0 {
			held, err := tx.codesByID(ctx, []int64{m.CodeID})
			if err != nil {
				return err
			}
			if err := tx.releaseCodes(ctx, held); err != nil {
				return err
			}
		}
		if err := tx.countBatch(ctx, m.BatchID, MessageCancelled, 1); err != nil {
			return err
		}
		if err := tx.count(ctx, appID, tx.Now(), MessageCancelled, CausePerson, 0, 1); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "message.cancel", Object: "message", ObjectID: id})
	})
}

// messageForUpdate holds the engine off a message while a person's word is carried out.
func (s *Store) messageForUpdate(ctx context.Context, appID, id int64) (Message, error) {
	var m Message
	err := s.forUpdate(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&m).Error
	return m, one(err, fmt.Sprintf("message %d", id))
}

// onlyOnce reads the whole again when another request or the engine was quicker.
func onlyOnce(moved int64, err error) error {
	if err == nil && moved == 0 {
		return errLostRace
	}
	return err
}

// decide runs a person's verdict on a message of unknown outcome. The try that
// had no answer stays in its story and leaves the count of unknown ones.
func (s *Store) decide(ctx context.Context, actor Actor, appID, id int64, action string, verdict func(tx *Store, m Message) error) error {
	return s.InTx(ctx, func(tx *Store) error {
		m, err := tx.messageForUpdate(ctx, appID, id)
		if err != nil {
			return err
		}
		if !m.CanDecide() {
			return fmt.Errorf("message %d is %s: %w", id, m.State, ErrConflict)
		}
		if err := verdict(tx, m); err != nil {
			return err
		}
		try := Outcome{Claimed: &Claimed{Message: m, Code: SendCode{ID: m.CodeID, Kind: m.CodeKind}}, Reason: m.Reason, Errcode: m.Errcode, Errmsg: m.Errmsg, At: m.SettledAt}
		if err := tx.noteTries(ctx, []Outcome{try}); err != nil {
			return err
		}
		err = tx.db.WithContext(ctx).Model(&hourlyCount{}).
			Where("app_id = ? AND hour = ? AND state = ? AND reason = ? AND errcode = ?",
				appID, hourOf(m.SettledAt), MessageUnknown, m.Reason, m.Errcode).
			Update("n", gorm.Expr("n - 1")).Error
		if err != nil {
			return fmt.Errorf("correct count: %w", err)
		}
		if err := tx.countBatch(ctx, m.BatchID, MessageUnknown, -1); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: action, Object: "message", ObjectID: id, Before: map[string]any{"state": m.State, "reason": m.Reason}})
	})
}
