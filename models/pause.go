package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Pause says why an App stops sending.
type Pause struct {
	Errcode int
	Reason  string
	Until   Millis // 0: until a person resumes it
}

func (a *App) resume() {
	a.State, a.PauseErrcode, a.PauseReason, a.PauseUntil, a.PausedAt = AppActive, 0, "", 0, 0
}

// PauseApp stops sending for an App; its queued messages wait. A pause without
// end is not shortened by a later one with an end.
func (s *Store) PauseApp(ctx context.Context, actor Actor, id int64, p Pause) error {
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.appForUpdate(ctx, id)
		if err != nil {
			return err
		}
		if before.State == AppPaused && (before.PauseUntil == 0 || (p.Until != 0 && p.Until <= before.PauseUntil)) {
			return nil
		}
		after := before
		after.State, after.PausedAt = AppPaused, tx.Now()
		after.PauseErrcode, after.PauseReason, after.PauseUntil = p.Errcode, clip(p.Reason, 512), p.Until
		return tx.saveAppState(ctx, actor, "app.pause", before, after)
	})
}

// ResumeApp lets an App send again, with every kind of code: a person has
// judged that the cause is gone.
func (s *Store) ResumeApp(ctx context.Context, actor Actor, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.appForUpdate(ctx, id)
		if err != nil {
			return err
		}
		after := before
		after.resume()
		after.BlockedKinds = ""
		return tx.saveAppState(ctx, actor, "app.resume", before, after)
	})
}

// BlockCodeKinds notes kinds of code that the platform forbids this App to use.
func (s *Store) BlockCodeKinds(ctx context.Context, actor Actor, id int64, kinds ...CodeKind) error {
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.appForUpdate(ctx, id)
		if err != nil {
			return err
		}
		blocked := strings.FieldsFunc(before.BlockedKinds, func(r rune) bool { return r == ',' })
		for _, kind := range kinds {
			if !before.Blocks(kind) {
				blocked = append(blocked, string(kind))
			}
		}
		slices.Sort(blocked)
		after := before
		after.BlockedKinds = strings.Join(blocked, ",")
		if after.BlockedKinds == before.BlockedKinds {
			return nil
		}
		return tx.saveAppState(ctx, actor, "app.block_codes", before, after)
	})
}

// endPauses lets Apps go on whose pause was for a time that is over.
func (s *Store) endPauses(ctx context.Context) error {
	const ended = "state = ? AND pause_until > 0 AND pause_until <= ?"
	var due []App
	if err := s.read.WithContext(ctx).Where(ended, AppPaused, s.Now()).Find(&due).Error; err != nil {
		return fmt.Errorf("find pauses that end: %w", err)
	}
	for _, app := range due {
		err := s.InTx(ctx, func(tx *Store) error {
			before, err := tx.appForUpdate(ctx, app.ID)
			if err != nil || before.State != AppPaused || before.PauseUntil != app.PauseUntil {
				return err
			}
			after := before
			after.resume()
			return tx.saveAppState(ctx, Actor{Kind: ActorEngine}, "app.resume", before, after)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) saveAppState(ctx context.Context, actor Actor, action string, before, after App) error {
	err := s.db.WithContext(ctx).Model(&after).
		Select("state", "pause_errcode", "pause_reason", "pause_until", "paused_at", "blocked_kinds").Updates(&after).Error
	if err != nil {
		return fmt.Errorf("save state of app %d: %w", after.ID, err)
	}
	return s.audit(ctx, actor, change{AppID: after.ID, Action: action, Object: "app", ObjectID: after.ID, Before: before, After: after})
}
