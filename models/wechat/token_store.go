package wechat

import (
	"context"
	"time"
)

// StoredToken is what all processes share about an app's token. LeasedUntil is when the current refresher, if any,
// is taken for dead.
type StoredToken struct {
	Value       string
	ExpiresAt   time.Time
	LeasedUntil time.Time
}

// TokenStore keeps one token per appid for all processes and lets one of them at a time fetch a new one.
type TokenStore interface {
	// LoadToken returns the zero value when nothing is stored.
	LoadToken(ctx context.Context, appid string) (StoredToken, error)
	// LeaseToken atomically takes the lease, and reports true when no one else holds an unexpired one.
	LeaseToken(ctx context.Context, appid, holder string, until time.Time) (bool, error)
	// SaveToken stores a fetched token and ends the holder's lease.
	SaveToken(ctx context.Context, appid, holder, value string, expiresAt time.Time) error
	// ReleaseToken ends the holder's lease without a new token. cause is why the fetch failed, to be shown to
	// people; it is nil when someone else had already fetched one.
	ReleaseToken(ctx context.Context, appid, holder string, cause error) error
}
