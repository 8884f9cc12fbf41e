package models

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// Outcome is what one platform call did to a message and its code, and what it
// taught about the App or the template.
type Outcome struct {
	Claimed  *Claimed
	To       MessageState // sent, failed, unknown, or queued to be tried again
	Code     CodeState    // used, rejected, available; reserved keeps it for the next try
	Due      Millis       // queued: not before
	Unproven bool         // queued: this code may have been accepted already
	Unsent   bool         // queued: no call was made, it goes back as it was
	Reason   Cause
	Errcode  int
	Errmsg   string
	MsgID    int64
	At       Millis

	Pause        *Pause     // the App must stop
	StopTemplate bool       // the template must stop
	BlockKinds   []CodeKind // kinds of code the App may not use any more
	EmptyCredits bool       // the platform knows of no credit left for this person and template
}

// Settle records outcomes: message, code, counters, and pauses, in one
// transaction. It returns how many it recorded; an outcome whose message was
// rescued by another process meanwhile is left out.
func (s *Store) Settle(ctx context.Context, outcomes []Outcome) (int, error) {
	var settled, tries int
	err := s.InTx(ctx, func(tx *Store) (err error) {
		ours := outcomes
		if tries++; tries > 1 {
			// The first time finds out by writing, which as a rule spares a look.
			if ours, err = tx.stillOurs(ctx, outcomes); err != nil {
				return err
			}
		}
		settled = len(ours)
		for _, group := range alike(ours) {
			if err := tx.settleGroup(ctx, group); err != nil {
				return err
			}
		}
		if err := tx.tallySpent(ctx, ours); err != nil {
			return err
		}
		return tx.learn(ctx, ours)
	})
	if err != nil {
		return 0, fmt.Errorf("settle %d messages: %w", len(outcomes), err)
	}
	return settled, nil
}

// stillOurs locks the messages and leaves out the outcomes that came after
// their lease.
func (s *Store) stillOurs(ctx context.Context, outcomes []Outcome) ([]Outcome, error) {
	ids := make([]int64, len(outcomes))
	for i, o := range outcomes {
		ids[i] = o.Claimed.Message.ID
	}
	var held []Message
	err := s.forUpdate(ctx).Select("id", "lease").Where("id IN ? AND state = ?", ids, MessageSending).Order("id").Find(&held).Error
	if err != nil {
		return nil, fmt.Errorf("lock messages: %w", err)
	}
	tokens := make(map[int64]int64, len(held))
	for _, m := range held {
		tokens[m.ID] = m.Lease
	}
	ours := make([]Outcome, 0, len(outcomes))
	for _, o := range outcomes {
		if token, ok := tokens[o.Claimed.Message.ID]; ok && token == o.Claimed.Message.Lease {
			ours = append(ours, o)
		}
	}
	return ours, nil
}

// shape is what outcomes of one group have in common: all that their UPDATE
// sets to a constant.
type shape struct {
	app      int64
	batch    int64
	to       MessageState
	code     CodeState
	reason   Cause
	errcode  int
	unproven bool
	unsent   bool
	at       Millis
}

// alike groups outcomes by shape, in order of appearance: a flood of sent
// messages settles with a handful of statements, whatever its size.
func alike(outcomes []Outcome) [][]Outcome {
	var groups [][]Outcome
	index := map[shape]int{}
	for _, o := range outcomes {
		key := shape{o.Claimed.Message.AppID, o.Claimed.Message.batch(), o.To, o.Code, o.Reason, o.Errcode, o.Unproven, o.Unsent, hourOf(o.At)}
		at, ok := index[key]
		if !ok {
			at = len(groups)
			index[key] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], o)
	}
	return groups
}

func (s *Store) settleGroup(ctx context.Context, group []Outcome) error {
	first := group[0]
	for part := range slices.Chunk(group, bulkRows) {
		if err := s.settleMessages(ctx, part); err != nil {
			return err
		}
	}
	if first.To == MessageSent {
		// Before the codes: a claim, too, locks the person first.
		if err := s.noteSent(ctx, group); err != nil {
			return err
		}
	}
	if err := s.settleCodes(ctx, group); err != nil {
		return err
	}
	switch {
	case first.Unsent:
		return nil
	case first.To == MessageQueued:
		return s.noteTries(ctx, group)
	}
	if err := s.countBatch(ctx, first.Claimed.Message.BatchID, first.To, len(group)); err != nil {
		return err
	}
	return s.count(ctx, first.Claimed.Message.AppID, first.At, first.To, first.Reason, first.Errcode, len(group))
}

func (s *Store) settleMessages(ctx context.Context, group []Outcome) error {
	first := group[0]
	ids := make([]int64, len(group))
	var errmsg caseExpr[string]
	var lease, msgid caseExpr[int64]
	var due, at caseExpr[Millis]
	for i, o := range group {
		id := o.Claimed.Message.ID
		ids[i] = id
		lease.when(id, o.Claimed.Message.Lease)
		errmsg.when(id, clip(o.Errmsg, 512))
		due.when(id, o.Due)
		msgid.when(id, o.MsgID)
		at.when(id, o.At)
	}
	set := map[string]any{"lease": 0, "lease_until": 0}
	if first.To == MessageQueued && first.Code != CodeReserved {
		set["code_id"], set["code_kind"] = 0, ""
	}
	if !first.Unsent {
		set["reason"], set["errcode"], set["errmsg"] = first.Reason, first.Errcode, errmsg.value()
		set["tries"] = gorm.Expr("tries + 1")
	}
	switch {
	case first.Unsent:
	case first.To == MessageQueued:
		set["due_at"], set["unproven"] = due.value(), first.Unproven
	default:
		set["settled_at"], set["msgid"] = at.value(), msgid.value()
	}
	moved, err := s.moveMessages(ctx, ids, MessageSending, first.To, set, gorm.Expr("lease = ?", lease.value()))
	if err == nil && moved != int64(len(ids)) {
		return errLostRace
	}
	return err
}

func (s *Store) settleCodes(ctx context.Context, group []Outcome) error {
	first := group[0]
	if first.Code == CodeReserved {
		return nil
	}
	codes := make([]SendCode, len(group))
	for i, o := range group {
		codes[i] = o.Claimed.Code
	}
	if first.Code == CodeAvailable {
		return s.releaseCodes(ctx, codes)
	}
	return s.moveCodes(ctx, codes, CodeReserved, first.Code, map[string]any{"errcode": first.Errcode, "settled_at": first.At})
}

// noteTries keeps the answers that did not settle their message.
func (s *Store) noteTries(ctx context.Context, group []Outcome) error {
	tries := make([]MessageTry, len(group))
	for i, o := range group {
		tries[i] = MessageTry{
			ID: NewID(s.now()), MessageID: o.Claimed.Message.ID, CodeID: o.Claimed.Code.ID, CodeKind: o.Claimed.Code.Kind,
			Reason: o.Reason, Errcode: o.Errcode, Errmsg: clip(o.Errmsg, 512), At: o.At,
		}
	}
	if err := s.db.WithContext(ctx).Create(&tries).Error; err != nil {
		return fmt.Errorf("note tries: %w", err)
	}
	return nil
}

func (s *Store) noteSent(ctx context.Context, group []Outcome) error {
	people := make([]int64, len(group))
	for i, o := range group {
		people[i] = o.Claimed.Message.RecipientID
	}
	err := s.db.WithContext(ctx).Model(&Recipient{}).Where("id IN ?", people).UpdateColumn("last_sent_at", group[0].At).Error
	if err != nil {
		return fmt.Errorf("note last message of recipients: %w", err)
	}
	return nil
}
