package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Outcome is what one platform call did to a message and its code, and what it
// taught about the App or the template.
type Outcome struct {
	Claimed  Claimed
	To       MessageState // sent, failed, unknown, or queued to be tried again
	Code     CodeState    // used, rejected, available; reserved keeps it for the next try
	Due      Millis       // queued: not before
	Unproven bool         // queued: this code may have been accepted already
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
	var settled int
	err := s.InTx(ctx, func(tx *Store) error {
		settled = 0
		for _, o := range outcomes {
			ours, err := tx.settleMessage(ctx, o)
			if err != nil {
				return err
			}
			if !ours {
				continue
			}
			settled++
			if err := tx.settleCode(ctx, o); err != nil {
				return err
			}
			if err := tx.settleRest(ctx, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("settle %d messages: %w", len(outcomes), err)
	}
	return settled, nil
}

func (s *Store) settleMessage(ctx context.Context, o Outcome) (bool, error) {
	m := o.Claimed.Message
	set := map[string]any{
		"reason": o.Reason, "errcode": o.Errcode, "errmsg": clip(o.Errmsg, 512),
		"tries": gorm.Expr("tries + 1"), "lease_token": "", "lease_until": 0,
	}
	if o.To == MessageQueued {
		set["due_at"], set["unproven"] = o.Due, o.Unproven
		if o.Code != CodeReserved {
			set["code_id"], set["code_kind"] = 0, ""
		}
	} else {
		set["settled_at"], set["msgid"] = o.At, o.MsgID
	}
	moved, err := s.moveMessages(ctx, []int64{m.ID}, MessageSending, o.To, m.LeaseToken, set)
	return moved == 1, err
}

func (s *Store) settleCode(ctx context.Context, o Outcome) error {
	if o.Code == CodeReserved {
		return nil
	}
	set := map[string]any{"errcode": o.Errcode}
	if o.Code == CodeAvailable {
		set["message_id"], set["errcode"] = 0, 0
	} else {
		set["settled_at"] = o.At
	}
	_, err := s.moveCodes(ctx, []int64{o.Claimed.Code.ID}, CodeReserved, o.Code, set)
	return err
}

func (s *Store) settleRest(ctx context.Context, o Outcome) error {
	m := o.Claimed.Message
	engine := Actor{Kind: ActorEngine}
	if o.Pause != nil {
		if err := s.PauseApp(ctx, engine, m.AppID, *o.Pause); err != nil {
			return err
		}
	}
	if o.StopTemplate {
		if err := s.StopTemplate(ctx, engine, m.AppID, m.TemplateRef, o.Errcode, o.Errmsg); err != nil {
			return err
		}
	}
	if len(o.BlockKinds) > 0 {
		if err := s.BlockCodeKinds(ctx, engine, m.AppID, o.BlockKinds...); err != nil {
			return err
		}
	}
	if o.EmptyCredits {
		if err := s.revokeCredits(ctx, m, o); err != nil {
			return err
		}
	}
	if o.To == MessageQueued {
		return s.noteTry(ctx, o)
	}
	if o.To == MessageSent {
		if err := s.noteSent(ctx, m.RecipientID, o.At); err != nil {
			return err
		}
	}
	return s.count(ctx, m.AppID, o.To, o.Reason, o.Errcode, 1)
}

// revokeCredits empties what we believed a person had left for a template.
func (s *Store) revokeCredits(ctx context.Context, m Message, o Outcome) error {
	var ids []int64
	err := s.db.WithContext(ctx).Model(&SendCode{}).
		Where("recipient_id = ? AND state = ? AND template_ref = ?", m.RecipientID, CodeAvailable, m.TemplateRef).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return err
	}
	_, err = s.moveCodes(ctx, ids, CodeAvailable, CodeRevoked, map[string]any{"errcode": o.Errcode, "settled_at": o.At})
	return err
}

func (s *Store) noteTry(ctx context.Context, o Outcome) error {
	try := MessageTry{
		ID: NewID(s.now()), MessageID: o.Claimed.Message.ID, CodeID: o.Claimed.Code.ID, CodeKind: o.Claimed.Code.Kind,
		Reason: o.Reason, Errcode: o.Errcode, Errmsg: clip(o.Errmsg, 512), At: o.At,
	}
	if err := s.db.WithContext(ctx).Create(&try).Error; err != nil {
		return fmt.Errorf("note try of message %d: %w", try.MessageID, err)
	}
	return nil
}

func (s *Store) noteSent(ctx context.Context, recipientID int64, at Millis) error {
	err := s.db.WithContext(ctx).Model(&Recipient{}).Where("id = ?", recipientID).UpdateColumn("last_sent_at", at).Error
	if err != nil {
		return fmt.Errorf("note last message of recipient %d: %w", recipientID, err)
	}
	return nil
}

// hourlyCount is one cell of the outcome statistics.
type hourlyCount struct {
	AppID   int64        `gorm:"primaryKey"`
	Hour    Millis       `gorm:"primaryKey"`
	State   MessageState `gorm:"primaryKey"`
	Reason  Cause        `gorm:"primaryKey"`
	Errcode int          `gorm:"primaryKey"`
	N       int64
}

// hourOf is the start of the hour of m, UTC.
func hourOf(m Millis) Millis { return At(m.Time().Truncate(time.Hour)) }

// count adds to the statistics of the current hour.
func (s *Store) count(ctx context.Context, appID int64, state MessageState, reason Cause, errcode int, n int64) error {
	cell := hourlyCount{AppID: appID, Hour: hourOf(s.Now()), State: state, Reason: reason, Errcode: errcode, N: n}
	err := s.db.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "app_id"}, {Name: "hour"}, {Name: "state"}, {Name: "reason"}, {Name: "errcode"}},
		DoUpdates: clause.Assignments(map[string]any{"n": gorm.Expr("hourly_counts.n + ?", n)}),
	}).Create(&cell).Error
	if err != nil {
		return fmt.Errorf("count outcome: %w", err)
	}
	return nil
}
