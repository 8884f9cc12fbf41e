package wechat

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Waiting for another process's fetch: short steps first, since a fetch takes a fraction of a second.
const (
	pollFirst = 50 * time.Millisecond
	pollMost  = time.Second
)

// renew finds or fetches a token other than stale. Without a stale one it renews what is due, and falls back on the
// stored token while that lives.
func (t *Tokens) renew(ctx context.Context, a Account, stale string) (heldToken, error) {
	for wait := pollFirst; ; wait = min(2*wait, pollMost) {
		stored, err := t.store.LoadToken(ctx, a.Appid)
		if err != nil {
			return heldToken{}, fmt.Errorf("load the stored token: %w", err)
		}
		if t.usable(stored, stale, renewAhead) {
			return t.hold(stored.Value, stored.ExpiresAt), nil
		}
		leased, err := t.store.LeaseToken(ctx, a.Appid, t.holder, t.now().Add(leaseTime))
		if err != nil {
			return heldToken{}, fmt.Errorf("lease the token: %w", err)
		}
		if leased {
			return t.fetch(ctx, a, stale)
		}
		if t.usable(stored, stale, 0) {
			return t.keep(stored), nil
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return heldToken{}, ErrTokenBusy
		}
	}
}

// usable says whether a stored token has more than ahead to live and is not the one that was refused.
func (t *Tokens) usable(stored StoredToken, stale string, ahead time.Duration) bool {
	return stored.Value != "" && stored.Value != stale && stored.ExpiresAt.Sub(t.now()) > ahead
}

// keep goes on with a token that is due for renewal, and has the next try wait a little.
func (t *Tokens) keep(stored StoredToken) heldToken {
	renewAt := t.now().Add(renewRetry)
	if stored.ExpiresAt.Before(renewAt) {
		renewAt = stored.ExpiresAt
	}
	return heldToken{value: stored.Value, renewAt: renewAt, expiresAt: stored.ExpiresAt}
}

// fetch asks the platform, holding the lease, and always ends the lease.
func (t *Tokens) fetch(ctx context.Context, a Account, stale string) (heldToken, error) {
	// The holder before us may have stored a token between our look and our lease.
	stored, err := t.store.LoadToken(ctx, a.Appid)
	if err != nil {
		return heldToken{}, errors.Join(fmt.Errorf("load the stored token: %w", err), t.release(ctx, a, err))
	}
	if t.usable(stored, stale, renewAhead) {
		return t.hold(stored.Value, stored.ExpiresAt), t.release(ctx, a, nil)
	}
	token, err := t.ask(ctx, a, stale)
	if err != nil {
		if released := t.release(ctx, a, err); released != nil {
			return heldToken{}, errors.Join(err, released)
		}
		if t.usable(stored, stale, 0) {
			return t.keep(stored), nil
		}
		return heldToken{}, err
	}
	if err := t.store.SaveToken(ctx, a.Appid, t.holder, token.Value, token.ExpiresAt); err != nil {
		return heldToken{}, fmt.Errorf("save the token: %w", err)
	}
	return t.hold(token.Value, token.ExpiresAt), nil
}

var errNotReplaced = fmt.Errorf("%w: the platform still answers the token that it refused", ErrTokenRefusedTwice)

// ask fetches a token, with force only if the platform insists on the one that it refused.
func (t *Tokens) ask(ctx context.Context, a Account, stale string) (Token, error) {
	token, err := t.client.Token(ctx, a)
	if err != nil || token.Value != stale {
		return token, err
	}
	if !t.mayForce(a.Appid) {
		return Token{}, errNotReplaced
	}
	token, err = t.client.fetchToken(ctx, a, true)
	if err == nil && token.Value == stale {
		err = errNotReplaced
	}
	return token, err
}

// mayForce allows one forced renewal per app and minute.
func (t *Tokens) mayForce(appid string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if last, ok := t.forced[appid]; ok && now.Sub(last) < forceSpacing {
		return false
	}
	t.forced[appid] = now
	return true
}

// release ends the lease even when the flight's own time is over, so that others need not wait it out.
func (t *Tokens) release(ctx context.Context, a Account, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := t.store.ReleaseToken(ctx, a.Appid, t.holder, cause); err != nil {
		return fmt.Errorf("release the token's lease: %w", err)
	}
	return nil
}
