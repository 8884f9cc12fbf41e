package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// expandChunk is how many people one transaction turns into messages.
const expandChunk = 1000

// UnfinishedBatches lists the batches that need keeping: not yet expanded, to
// be started or finished, or cancelled with messages left.
func (s *Store) UnfinishedBatches(ctx context.Context) ([]Batch, error) {
	var batches []Batch
	err := s.read.WithContext(ctx).
		Where("state IN ? OR (state = ? AND "+batchWaits+")",
			sendingStates, BatchCancelled).
		Order("id").Find(&batches).Error
	if err != nil {
		return nil, fmt.Errorf("list unfinished batches: %w", err)
	}
	return batches, nil
}

// KeepBatch does the next piece of a batch's own work: freeze a part of its
// audience, start it, clear what was cancelled, or finish it. more is true when
// there is another piece to do now. Any node may call it at any time.
func (s *Store) KeepBatch(ctx context.Context, id int64) (more bool, err error) {
	err = s.InTx(ctx, func(tx *Store) error {
		more = false
		var b Batch
		if err := one(tx.forUpdate(ctx).Where("id = ?", id).Take(&b).Error, "batch"); err != nil {
			return err
		}
		if void, err := tx.voidSince(ctx, b); void || err != nil {
			more = true
			return err
		}
		switch {
		case b.State == BatchCancelled:
			more, err = tx.clearBatch(ctx, b, MessageCancelled)
		case b.State == BatchScheduled && b.StartAt <= tx.Now():
			more, err = true, tx.startBatch(ctx, b)
		case !b.Expanded && b.State.sends():
			more, err = true, tx.expandBatch(ctx, b)
		case b.State == BatchRunning && b.Expanded && b.Waiting() == 0:
			err = tx.moveBatch(ctx, Actor{Kind: ActorEngine}, b, BatchFinished, "", 0)
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("keep batch %d: %w", id, err)
	}
	return more, nil
}

// voidSince ends a batch that is about to take its first people in, or to start,
// and is not what was approved.
func (s *Store) voidSince(ctx context.Context, b Batch) (bool, error) {
	begins := !b.Expanded && b.ExpandAfter == 0 && b.State.sends()
	starts := b.State == BatchScheduled && b.StartAt <= s.Now()
	if b.ApprovalID == 0 || !begins && !starts {
		return false, nil
	}
	a, err := s.approvalOf(ctx, b)
	if errors.Is(err, ErrNotFound) { // somebody took the request away
		return true, s.moveBatch(ctx, Actor{Kind: ActorEngine}, b, BatchCancelled, CauseVoid, 0)
	}
	if err != nil {
		return false, err
	}
	changed, err := s.changedSince(ctx, b, a)
	if err != nil || changed == "" && a.State == ApprovalGiven {
		return false, err
	}
	return true, s.voidBatch(ctx, b, a, changed)
}

// startBatch lets a batch run whose time has come, unless that is too long ago.
func (s *Store) startBatch(ctx context.Context, b Batch) error {
	engine := Actor{Kind: ActorEngine}
	if b.LateMs > 0 && s.Now().Sub(b.StartAt) > time.Duration(b.LateMs)*time.Millisecond {
		return s.moveBatch(ctx, engine, b, BatchCancelled, CauseLate, 0)
	}
	return s.moveBatch(ctx, engine, b, BatchRunning, "", 0)
}

// clearBatch gives the waiting messages of a batch that is over their last state.
func (s *Store) clearBatch(ctx context.Context, b Batch, to MessageState) (bool, error) {
	if b.Reason == CauseLate {
		to = MessageExpired
	}
	var waiting []Message
	err := s.db.WithContext(ctx).Select("id", "code_id").
		Where("app_id = ? AND batch_id = ? AND state = ? AND unproven = ?", b.AppID, b.ID, MessageQueued, false).Limit(expandChunk).Find(&waiting).Error
	if err != nil {
		return false, fmt.Errorf("find waiting messages: %w", err)
	}
	if len(waiting) == 0 {
		return false, nil
	}
	var ids, held []int64
	for _, m := range waiting {
		ids = append(ids, m.ID)
		if m.CodeID != 0 {
			held = append(held, m.CodeID)
		}
	}
	moved, err := s.moveMessages(ctx, ids, MessageQueued, to, map[string]any{"reason": b.Reason, "settled_at": s.Now(), "code_id": 0, "code_kind": ""})
	if err != nil {
		return false, err
	}
	if moved != int64(len(ids)) {
		return false, errLostRace
	}
	codes, err := s.codesByID(ctx, held)
	if err != nil {
		return false, err
	}
	if err := s.releaseCodes(ctx, codes); err != nil {
		return false, err
	}
	if err := s.countBatch(ctx, &b.ID, to, len(ids)); err != nil {
		return false, err
	}
	return true, s.count(ctx, b.AppID, s.Now(), to, b.Reason, 0, len(ids))
}

// expandBatch freezes the next people of the audience into messages. The cursor
// moves with them in one transaction, so that a crash neither skips nor repeats
// anyone; the unique key on batch and person is the second guard.
func (s *Store) expandBatch(ctx context.Context, b Batch) error {
	app, err := s.App(ctx, b.AppID)
	if err != nil {
		return err
	}
	t, err := s.Template(ctx, b.AppID, b.TemplateRef)
	if err != nil {
		return err
	}
	people, upTo, done, err := s.nextOf(ctx, app, t, b)
	if err != nil {
		return fmt.Errorf("find audience: %w", err)
	}
	rows, err := s.rowsOf(ctx, b, people)
	if err != nil {
		return err
	}
	messages := make([]Message, len(people))
	refused, zone := 0, app.Zone()
	for i, person := range people {
		messages[i] = s.batchMessage(b, t.Render(b.Content.of(person, rows[person.ID]), zone), person)
		if messages[i].State == MessageFailed {
			refused++
		}
	}
	if len(messages) > 0 {
		if err := s.db.WithContext(ctx).CreateInBatches(&messages, 250).Error; err != nil {
			return fmt.Errorf("add messages: %w", err)
		}
	}
	set := map[string]any{
		"expand_after": upTo, "expanded": done,
		"total": gorm.Expr("total + ?", len(people)), "failed": gorm.Expr("failed + ?", refused),
	}
	if err := s.db.WithContext(ctx).Model(&Batch{}).Where("id = ?", b.ID).Updates(set).Error; err != nil {
		return fmt.Errorf("note progress: %w", err)
	}
	if done && b.CheckID != 0 {
		if err := s.retireChecks(ctx, "id = ?", b.CheckID); err != nil {
			return err
		}
	}
	if refused == 0 {
		return nil
	}
	return s.count(ctx, b.AppID, s.Now(), MessageFailed, CauseValues, 0, refused)
}

// batchMessage is the message of one person. Values that the platform would refuse
// fail it here and now.
func (s *Store) batchMessage(b Batch, content Rendering, person Recipient) Message {
	m := Message{
		ID: NewID(s.now()), AppID: b.AppID, TemplateRef: b.TemplateRef, RecipientID: person.ID, BatchID: &b.ID, State: MessageQueued,
		Data: content.Keywords, Page: content.Page, Emphasis: content.Emphasis,
		ActorKind: b.ActorKind, ActorID: b.ActorID, ActorName: b.ActorName, DueAt: b.StartAt,
	}
	var refused *ValidationError
	if err := content.Errors.Err(); errors.As(err, &refused) {
		m.State, m.Reason, m.Errmsg, m.SettledAt = MessageFailed, CauseValues, clip(refused.Error(), 512), s.Now()
	}
	return m
}
