package models

import (
	"context"
	"fmt"
	"time"
)

// NoticeState says how far a notice has come.
type NoticeState string

// The states. Only a queued one moves.
const (
	NoticeQueued  NoticeState = "queued"
	NoticeSent    NoticeState = "sent"
	NoticeFailed  NoticeState = "failed"
	NoticeDropped NoticeState = "dropped" // over before anybody was told
)

// What a notice tells.
const (
	NoticeRaised  = "raised"
	NoticeCleared = "cleared"
	NoticeTest    = "test"
)

// Notice is one text for one robot: what is to be told, and what was. It is
// written in the transaction that raises or clears its alert, so that neither
// goes without the other, and carried afterwards.
type Notice struct {
	ID        int64
	RobotID   int64
	AppID     int64
	Kind      AlertKind
	ObjectID  int64
	What      string
	Subject   string
	Errcode   int
	N         int64
	UntilAt   Millis
	State     NoticeState
	Tries     int
	NextAt    Millis // when it is taken again: also the end of the lease of who carries it
	SentAt    Millis
	Body      string // what was said
	Answer    string // why it was not taken
	CreatedAt Millis
}

// TableName says what it is a notice of.
func (Notice) TableName() string { return "alert_notices" }

const (
	maxNoticeTries = 8 // over some two hours
	keptNotices    = 90 * 24 * time.Hour
)

// retryNotice is how long to wait after so many tries.
func retryNotice(tries int) time.Duration { return 30 * time.Second << min(tries-1, 6) }

func (s *Store) addNotice(ctx context.Context, r Robot, a Alert, what string) (Notice, error) {
	now := s.Now()
	n := Notice{
		ID: NewID(s.now()), RobotID: r.ID, AppID: a.AppID, Kind: a.Kind, ObjectID: a.ObjectID, What: what,
		Subject: a.Subject, Errcode: a.Errcode, N: a.N, UntilAt: a.UntilAt, State: NoticeQueued, NextAt: now, CreatedAt: now,
	}
	if err := s.db.WithContext(ctx).Create(&n).Error; err != nil {
		return Notice{}, fmt.Errorf("queue notice: %w", err)
	}
	return n, nil
}

// listeners are the robots that are told of an alert.
func (s *Store) listeners(ctx context.Context, a Alert) ([]Robot, error) {
	robots, err := s.Robots(ctx)
	var out []Robot
	for _, r := range robots {
		if r.Wants(a.Kind) && (r.AppID == 0 || r.AppID == a.AppID) {
			out = append(out, r)
		}
	}
	return out, err
}

func (s *Store) tell(ctx context.Context, a Alert, what string) error {
	robots, err := s.listeners(ctx, a)
	for _, r := range robots {
		if err == nil {
			_, err = s.addNotice(ctx, r, a, what)
		}
	}
	return err
}

// tellOver drops what nobody has begun to carry, and tells the rest.
func (s *Store) tellOver(ctx context.Context, a Alert) error {
	robots, err := s.listeners(ctx, a)
	if err != nil {
		return err
	}
	for _, r := range robots {
		of := s.db.WithContext(ctx).Model(&Notice{}).Where("robot_id = ? AND app_id = ? AND kind = ? AND object_id = ? AND what = ? AND created_at >= ?",
			r.ID, a.AppID, a.Kind, a.ObjectID, NoticeRaised, a.ToldAt)
		dropped := of.Where("state = ? AND tries = 0", NoticeQueued).Update("state", NoticeDropped)
		if dropped.Error != nil {
			return fmt.Errorf("drop notices: %w", dropped.Error)
		}
		if dropped.RowsAffected > 0 {
			continue
		}
		if _, err := s.addNotice(ctx, r, a, NoticeCleared); err != nil {
			return err
		}
	}
	return nil
}

// TestNotice queues a text that proves a robot's address, already taken by the
// caller for lease.
func (s *Store) TestNotice(ctx context.Context, actor Actor, robotID int64, lease time.Duration) (Notice, error) {
	var n Notice
	err := s.InTx(ctx, func(tx *Store) error {
		r, err := tx.Robot(ctx, robotID)
		if err != nil {
			return err
		}
		if n, err = tx.addNotice(ctx, r, Alert{AppID: r.AppID}, NoticeTest); err != nil {
			return err
		}
		n.Tries, n.NextAt = maxNoticeTries, tx.Now().Add(lease) // a person waits for the answer: one try
		if err := tx.db.WithContext(ctx).Select("tries", "next_at").Updates(&n).Error; err != nil {
			return fmt.Errorf("take notice: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: r.AppID, Action: "robot.test", Object: "robot", ObjectID: r.ID})
	})
	return n, err
}

// ClaimNotices takes due notices for lease: nobody else carries them until then,
// and who comes after this process dies takes them again.
func (s *Store) ClaimNotices(ctx context.Context, limit int, lease time.Duration) ([]Notice, error) {
	var due []Notice
	err := s.InTx(ctx, func(tx *Store) error {
		now := tx.Now()
		due = nil
		if err := tx.forUpdate(ctx).Where("state = ? AND next_at <= ?", NoticeQueued, now).Order("next_at, id").Limit(limit).Find(&due).Error; err != nil {
			return err
		}
		for i := range due {
			due[i].Tries, due[i].NextAt = due[i].Tries+1, now.Add(lease)
			if err := tx.db.WithContext(ctx).Select("tries", "next_at").Updates(&due[i]).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("take notices: %w", err)
	}
	return due, nil
}

// SettleNotice records what became of a notice that this process took; one that
// another has taken since is theirs. cause nil: it was said. A final cause, or
// too many tries, ends it.
func (s *Store) SettleNotice(ctx context.Context, n Notice, body string, cause error, final bool) error {
	set := map[string]any{"state": NoticeSent, "sent_at": s.Now(), "body": body, "answer": ""}
	if cause != nil {
		set = map[string]any{"answer": clip(cause.Error(), 512), "body": body, "next_at": s.Now().Add(retryNotice(n.Tries))}
		if final || n.Tries >= maxNoticeTries {
			set["state"] = NoticeFailed
		}
	}
	err := s.db.WithContext(ctx).Model(&Notice{}).Where("id = ? AND state = ? AND tries = ?", n.ID, NoticeQueued, n.Tries).Updates(set).Error
	if err != nil {
		return fmt.Errorf("settle notice %d: %w", n.ID, err)
	}
	return nil
}

// Notices lists what robots were told, newest first.
func (s *Store) Notices(ctx context.Context, size int) ([]Notice, error) {
	var notices []Notice
	if err := s.read.WithContext(ctx).Order("id DESC").Limit(size).Find(&notices).Error; err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	return notices, nil
}

func (s *Store) sweepNotices(ctx context.Context) error {
	err := s.db.WithContext(ctx).Where("state <> ? AND created_at < ?", NoticeQueued, s.Now().Add(-keptNotices)).Delete(&Notice{}).Error
	if err != nil {
		return fmt.Errorf("sweep notices: %w", err)
	}
	return nil
}
