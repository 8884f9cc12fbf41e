package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"xinshi/models/wechat"
)

// accessToken is the platform's token of an App, shared by all processes, and
// the lease of the one that may renew it.
type accessToken struct {
	Appid          string `gorm:"primaryKey"`
	Token          string // sealed
	ExpiresAt      Millis
	ObtainedAt     Millis
	LeaseHolder    string
	LeaseUntil     Millis
	FailedAt       Millis
	FailureErrcode int
	Failure        string
}

// TokenState is what a page shows of an App's token.
type TokenState struct {
	ExpiresAt, ObtainedAt, FailedAt Millis
	FailureErrcode                  int
	Failure                         string
}

// Store keeps tokens for wechat.Tokens.
var _ wechat.TokenStore = (*Store)(nil)

func tokenPlace(appid string) string { return "access_tokens.token:" + appid }

// LoadToken returns the stored token, zero when there is none.
func (s *Store) LoadToken(ctx context.Context, appid string) (wechat.StoredToken, error) {
	row, err := s.tokenRow(ctx, appid)
	if err != nil || row.Appid == "" {
		return wechat.StoredToken{}, err
	}
	stored := wechat.StoredToken{ExpiresAt: row.ExpiresAt.Time(), LeasedUntil: row.LeaseUntil.Time()}
	if row.Token != "" {
		if stored.Value, err = s.box.open(tokenPlace(appid), row.Token); err != nil {
			return wechat.StoredToken{}, err
		}
	}
	return stored, nil
}

func (s *Store) tokenRow(ctx context.Context, appid string) (accessToken, error) {
	var row accessToken
	err := one(s.db.WithContext(ctx).Where("appid = ?", appid).Take(&row).Error, "access token")
	if errors.Is(err, ErrNotFound) {
		return accessToken{}, nil
	}
	return row, err
}

// LeaseToken gives one process the right to renew until a time.
func (s *Store) LeaseToken(ctx context.Context, appid, holder string, until time.Time) (bool, error) {
	var got bool
	err := s.InTx(ctx, func(tx *Store) error {
		row, err := tx.tokenRow(ctx, appid)
		if err != nil {
			return err
		}
		if row.Appid == "" {
			got = true
			return tx.db.WithContext(ctx).Create(&accessToken{Appid: appid, LeaseHolder: holder, LeaseUntil: At(until)}).Error
		}
		done := tx.db.WithContext(ctx).Model(&accessToken{}).
			Where("appid = ? AND (lease_until <= ? OR lease_holder = ?)", appid, tx.Now(), holder).
			Updates(map[string]any{"lease_holder": holder, "lease_until": At(until)})
		got = done.RowsAffected == 1
		return done.Error
	})
	if err != nil {
		return false, fmt.Errorf("lease token: %w", err)
	}
	return got, nil
}

// SaveToken stores a fresh token and ends the lease.
func (s *Store) SaveToken(ctx context.Context, appid, holder, value string, expiresAt time.Time) error {
	return s.endTokenLease(ctx, appid, holder, map[string]any{
		"token": s.box.seal(tokenPlace(appid), value), "expires_at": At(expiresAt), "obtained_at": s.Now(),
		"failed_at": 0, "failure_errcode": 0, "failure": "",
	})
}

// ReleaseToken ends the lease without a new token and remembers the cause for
// people; it is nil when another process had already fetched one.
func (s *Store) ReleaseToken(ctx context.Context, appid, holder string, cause error) error {
	if cause == nil {
		return s.endTokenLease(ctx, appid, holder, map[string]any{})
	}
	set := map[string]any{"failed_at": s.Now(), "failure_errcode": 0, "failure": clip(cause.Error(), 512)}
	var refused *wechat.APIError
	if errors.As(cause, &refused) {
		set["failure_errcode"], set["failure"] = refused.Errcode, clip(refused.Errmsg, 512)
	}
	return s.endTokenLease(ctx, appid, holder, set)
}

func (s *Store) endTokenLease(ctx context.Context, appid, holder string, set map[string]any) error {
	set["lease_holder"], set["lease_until"] = "", 0
	err := s.db.WithContext(ctx).Model(&accessToken{}).Where("appid = ? AND lease_holder = ?", appid, holder).Updates(set).Error
	if err != nil {
		return fmt.Errorf("store token: %w", err)
	}
	return nil
}

// forgetToken drops a token that a changed secret or mode has made useless.
func (s *Store) forgetToken(ctx context.Context, appid string) error {
	err := s.db.WithContext(ctx).Where("appid = ?", appid).Delete(&accessToken{}).Error
	if err != nil {
		return fmt.Errorf("forget token: %w", err)
	}
	return nil
}

// TokenState tells how an App's token stands.
func (s *Store) TokenState(ctx context.Context, appid string) (TokenState, error) {
	row, err := s.tokenRow(ctx, appid)
	return TokenState{row.ExpiresAt, row.ObtainedAt, row.FailedAt, row.FailureErrcode, row.Failure}, err
}
