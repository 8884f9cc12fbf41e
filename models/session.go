package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// The life of a session: it ends when unused for SessionIdle, and at SessionLife
// in any case.
const (
	SessionIdle = 12 * time.Hour
	SessionLife = 14 * 24 * time.Hour
)

// Session is a browser that talks to us, signed in (StaffID set) or not yet.
// The table holds the hash of the token, not the token.
type Session struct {
	IDHash    string `gorm:"primaryKey"`
	StaffID   int64
	PendingID int64  // who gave the password and not the code yet; StaffID is 0 then
	Data      string // values of the web layer, its own encoding
	IP        string
	UserAgent string
	CreatedAt Millis `gorm:"autoCreateTime:false"`
	SeenAt    Millis
	ExpiresAt Millis
}

// NewSessionToken returns 256 random bits for a cookie.
func NewSessionToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

func sessionHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// LoadSession finds a live session by its cookie's token.
func (s *Store) LoadSession(ctx context.Context, token string) (Session, error) {
	var session Session
	err := one(s.read.WithContext(ctx).Where("id_hash = ? AND expires_at > ?", sessionHash(token), s.Now()).Take(&session).Error, "session")
	if err != nil {
		return Session{}, err
	}
	if session.SeenAt.Add(SessionIdle) <= s.Now() {
		return Session{}, fmt.Errorf("session: %w", ErrNotFound)
	}
	return session, nil
}

// SaveSession stores a session under its token.
func (s *Store) SaveSession(ctx context.Context, token string, in Session) error {
	return s.InTx(ctx, func(tx *Store) error {
		err := tx.UpdateSession(ctx, token, in)
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		now := tx.Now()
		row := Session{
			IDHash: sessionHash(token), StaffID: in.StaffID, PendingID: in.PendingID, Data: in.Data, IP: clipBytes(in.IP, 64), UserAgent: clip(in.UserAgent, 512),
			CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(SessionLife),
		}
		if err := tx.db.WithContext(ctx).Create(&row).Error; err != nil {
			return fmt.Errorf("save session: %w", err)
		}
		return nil
	})
}

// UpdateSession changes what a stored session holds. One that was ended
// meanwhile is ErrNotFound: a request under way must not bring it back.
func (s *Store) UpdateSession(ctx context.Context, token string, in Session) error {
	done := s.db.WithContext(ctx).Model(&Session{}).Where("id_hash = ?", sessionHash(token)).
		Updates(map[string]any{"staff_id": in.StaffID, "pending_id": in.PendingID, "data": in.Data, "seen_at": s.Now()})
	if done.Error != nil {
		return fmt.Errorf("update session: %w", done.Error)
	}
	if done.RowsAffected == 0 {
		return fmt.Errorf("session: %w", ErrNotFound)
	}
	return nil
}

// TouchSession notes that a session is in use, at most once a minute.
func (s *Store) TouchSession(ctx context.Context, session Session) error {
	if session.SeenAt.Add(time.Minute) > s.Now() {
		return nil
	}
	err := s.db.WithContext(ctx).Model(&Session{}).Where("id_hash = ?", session.IDHash).UpdateColumn("seen_at", s.Now()).Error
	if err != nil {
		return fmt.Errorf("touch session: %w", err)
	}
	return nil
}

// EndSession signs one browser out.
func (s *Store) EndSession(ctx context.Context, token string) error {
	if err := s.db.WithContext(ctx).Where("id_hash = ?", sessionHash(token)).Delete(&Session{}).Error; err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// PendingLife is how long a code may be waited for.
const PendingLife = 10 * time.Minute

// AwaitsCode tells who has to give a code in this session; 0: nobody.
func (s Session) AwaitsCode(now Millis) int64 {
	if s.StaffID != 0 || s.CreatedAt.Add(PendingLife) <= now {
		return 0
	}
	return s.PendingID
}

// EndSessionsOf signs a member of staff out everywhere.
func (s *Store) EndSessionsOf(ctx context.Context, staffID int64) error {
	if err := s.db.WithContext(ctx).Where("staff_id = ?", staffID).Delete(&Session{}).Error; err != nil {
		return fmt.Errorf("end sessions of staff %d: %w", staffID, err)
	}
	return nil
}

// SweepSessions deletes sessions that are over, and lockouts that are forgotten.
func (s *Store) SweepSessions(ctx context.Context) error {
	now := s.Now()
	err := s.db.WithContext(ctx).Where("expires_at <= ? OR seen_at <= ?", now, now.Add(-SessionIdle)).Delete(&Session{}).Error
	if err != nil {
		return fmt.Errorf("sweep sessions: %w", err)
	}
	if err := s.db.WithContext(ctx).Where("failed_at <= ?", now.Add(-24*time.Hour)).Delete(&lockout{}).Error; err != nil {
		return fmt.Errorf("sweep lockouts: %w", err)
	}
	return nil
}
