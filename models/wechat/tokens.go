package wechat

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// ErrTokenRefusedTwice says that the platform refused a token, and then the renewed one too: a wrong secret, a second
// refresher, or mixed-up appids. Do wraps the *APIError of the last refusal beside it.
var ErrTokenRefusedTwice = errors.New("the platform refused the token and the renewed one")

// ErrTokenBusy says that another process is fetching the token and did not finish in time.
var ErrTokenBusy = errors.New("another process is still fetching the access token")

const (
	renewAhead   = 5 * time.Minute  // the platform keeps the former token alive for this long
	renewJitter  = 30 * time.Second // spreads the renewals of several processes
	renewRetry   = 20 * time.Second // how soon a failed renewal is tried again while the held token still lives
	flightLimit  = 30 * time.Second // the longest one fetch may take, waiting included
	leaseTime    = 40 * time.Second // longer than flightLimit, so that a living holder never loses its lease
	forceSpacing = 60 * time.Second // the platform wants 30 s; see Renew
)

// Tokens hands out access tokens, so that all processes over one store use the same token and only one of them
// fetches. It is safe for concurrent use.
type Tokens struct {
	client *Client
	store  TokenStore
	holder string
	now    func() time.Time

	mu     sync.Mutex
	held   map[string]heldToken
	flying map[string]*flight
	forced map[string]time.Time
}

// heldToken is the token in memory. After renewAt it should be renewed; until expiresAt it can be used.
type heldToken struct {
	value              string
	renewAt, expiresAt time.Time
}

// flight is one obtaining of a token that several callers wait for.
type flight struct {
	stale string
	done  chan struct{}
	value string
	err   error
}

// NewTokens makes the token keeper of one process; holder must be unique among the processes over the store.
func NewTokens(c *Client, s TokenStore, holder string, now func() time.Time) *Tokens {
	return &Tokens{
		client: c, store: s, holder: holder, now: now,
		held: make(map[string]heldToken), flying: make(map[string]*flight), forced: make(map[string]time.Time),
	}
}

// Get returns a token to use now: from memory, else from the store, else fetched under the lease. Five minutes before
// the end of its life a token is renewed; if that fails the held one is used for as long as it lives.
func (t *Tokens) Get(ctx context.Context, a Account) (string, error) {
	t.mu.Lock()
	held := t.held[a.Appid]
	t.mu.Unlock()
	if t.now().Before(held.renewAt) {
		return held.value, nil
	}
	return t.obtain(ctx, a, "")
}

// Renew returns a token other than stale, which the platform has just refused. If someone has renewed meanwhile, theirs
// is used.
//
// The stable call may answer the very token that was refused. Then one forced renewal is made, which kills the old
// token for everyone at once and is allowed 20 times a day: so at most one a minute by this process, and otherwise the
// refused token is an error.
func (t *Tokens) Renew(ctx context.Context, a Account, stale string) (string, error) {
	t.mu.Lock()
	held := t.held[a.Appid]
	if held.value == stale {
		delete(t.held, a.Appid)
	}
	t.mu.Unlock()
	if held.value != stale && t.now().Before(held.renewAt) {
		return held.value, nil
	}
	return t.obtain(ctx, a, stale)
}

// Do makes a business call with a token. When the platform refuses the token, the message was not accepted: the token
// is renewed and the call repeated, once.
func (t *Tokens) Do(ctx context.Context, a Account, call func(ctx context.Context, token string) error) error {
	token, err := t.Get(ctx, a)
	if err != nil {
		return fmt.Errorf("get an access token: %w", err)
	}
	refusal := call(ctx, token)
	if !refusedToken(refusal) {
		return refusal
	}
	token, err = t.Renew(ctx, a, token)
	if errors.Is(err, ErrTokenRefusedTwice) {
		return fmt.Errorf("%w: %w", err, refusal)
	}
	if err != nil {
		return fmt.Errorf("renew the access token: %w", err)
	}
	if err = call(ctx, token); refusedToken(err) {
		return fmt.Errorf("%w: %w", ErrTokenRefusedTwice, err)
	}
	return err
}

func refusedToken(err error) bool {
	var refused *APIError
	return errors.As(err, &refused) && !refused.Call.IsToken() && Lookup(refused.Call, refused.Errcode).Reaction == Refresh
}

// obtain joins the flight under way for the app, or starts one.
func (t *Tokens) obtain(ctx context.Context, a Account, stale string) (string, error) {
	for {
		f := t.join(ctx, a, stale)
		select {
		case <-f.done:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		// A flight started for another purpose may bring just the token that this caller saw refused.
		if f.err != nil || f.value != stale {
			return f.value, f.err
		}
	}
}

// join detaches the flight from the caller's context: others wait for it too, and a fetched token is worth keeping.
func (t *Tokens) join(ctx context.Context, a Account, stale string) *flight {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.flying[a.Appid]; f != nil {
		return f
	}
	f := &flight{stale: stale, done: make(chan struct{})}
	t.flying[a.Appid] = f
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flightLimit)
		defer cancel()
		held, err := t.renew(ctx, a, stale)
		t.mu.Lock()
		if err == nil {
			t.held[a.Appid] = held
		}
		delete(t.flying, a.Appid)
		t.mu.Unlock()
		f.value, f.err = held.value, err
		close(f.done)
	}()
	return f
}

// hold decides when a token is due: ahead of its end, yet never later than half of a short life.
func (t *Tokens) hold(value string, expiresAt time.Time) heldToken {
	left := expiresAt.Sub(t.now())
	ahead := min(renewAhead-rand.N(renewJitter), left/2) // #nosec G404 -- jitter
	return heldToken{value: value, renewAt: expiresAt.Add(-ahead), expiresAt: expiresAt}
}
