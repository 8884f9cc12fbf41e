package models

import (
	"context"
	"fmt"
)

// SessionID names a session for its owner: the hash of its token, from which
// nobody can make the cookie.
func SessionID(token string) string { return sessionHash(token) }

// SessionsOf lists the browsers in which somebody is signed in, the one used
// last first.
func (s *Store) SessionsOf(ctx context.Context, staffID int64) ([]Session, error) {
	var sessions []Session
	err := s.read.WithContext(ctx).Omit("data").Where("staff_id = ? AND expires_at > ? AND seen_at > ?", staffID, s.Now(), s.Now().Add(-SessionIdle)).
		Order("seen_at DESC, id_hash").Find(&sessions).Error
	if err != nil {
		return nil, fmt.Errorf("list sessions of staff %d: %w", staffID, err)
	}
	return sessions, nil
}

// RevokeSession ends one of somebody's sessions.
func (s *Store) RevokeSession(ctx context.Context, actor Actor, staffID int64, id string) error {
	return s.InTx(ctx, func(tx *Store) error {
		done := tx.db.WithContext(ctx).Where("staff_id = ? AND id_hash = ?", staffID, id).Delete(&Session{})
		if done.Error != nil {
			return fmt.Errorf("revoke session of staff %d: %w", staffID, done.Error)
		}
		if done.RowsAffected == 0 {
			return fmt.Errorf("session of staff %d: %w", staffID, ErrNotFound)
		}
		return tx.auditRevoked(ctx, actor, staffID, 1)
	})
}

// RevokeSessions ends all of somebody's sessions but one; "" spares none.
func (s *Store) RevokeSessions(ctx context.Context, actor Actor, staffID int64, except string) error {
	return s.InTx(ctx, func(tx *Store) error {
		done := tx.db.WithContext(ctx).Where("staff_id = ? AND id_hash <> ?", staffID, except).Delete(&Session{})
		if done.Error != nil {
			return fmt.Errorf("revoke sessions of staff %d: %w", staffID, done.Error)
		}
		return tx.auditRevoked(ctx, actor, staffID, done.RowsAffected)
	})
}

func (s *Store) auditRevoked(ctx context.Context, actor Actor, staffID, n int64) error {
	return s.audit(ctx, actor, change{Action: "staff.sessions_ended", Object: "staff", ObjectID: staffID, Before: map[string]int64{"sessions": n}})
}
