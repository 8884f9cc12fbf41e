package wechat_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

func TestOneFetchForAllProcesses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		var wg sync.WaitGroup
		for _, tokens := range []*wechat.Tokens{b.tokens("a"), b.tokens("b")} {
			for range 20 {
				wg.Go(func() { get(t, tokens, shop) })
			}
		}
		wg.Wait()
		if b.wire.fetches() != 1 {
			t.Errorf("%d fetches, want 1", b.wire.fetches())
		}
	})
}

func TestRenewalAheadOfTheEnd(t *testing.T) {
	t.Parallel()
	for _, mode := range []wechat.TokenMode{wechat.Stable, wechat.Classic} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				account := shop
				account.Mode = mode
				tokens := b.tokens("a")
				first := get(t, tokens, account)
				time.Sleep(114 * time.Minute)
				if get(t, tokens, account) != first || b.wire.fetches() != 1 {
					t.Error("renewed too early")
				}
				time.Sleep(2 * time.Minute)
				if get(t, tokens, account) == first {
					t.Error("not renewed ahead of its end")
				}
				if get(t, tokens, account); b.wire.fetches() != 2 {
					t.Errorf("%d fetches, want 2", b.wire.fetches())
				}
			})
		})
	}
}

func TestHeldTokenOutlivesAFailedRenewal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		tokens := b.tokens("a")
		first := get(t, tokens, shop)
		b.sim.SetFaults(simulator.Faults{Busy: simulator.Fault{Chance: 1}, Calls: "/cgi-bin/stable_token"})
		time.Sleep(116 * time.Minute)
		for range 10 {
			if get(t, tokens, shop) != first {
				t.Error("another token appeared")
			}
		}
		if b.wire.fetches() != 2 {
			t.Errorf("%d fetches, want one more", b.wire.fetches())
		}
		time.Sleep(5 * time.Minute)
		_, err := tokens.Get(t.Context(), shop)
		var refused *wechat.APIError
		if !errors.As(err, &refused) || refused.Errcode != -1 || !refused.Call.IsToken() {
			t.Errorf("after its end: %v, want the platform's -1", err)
		}
	})
}

func TestFailedFetchEndsTheLeaseAndTellsWhy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		wrong := shop
		wrong.Secret = "wrong"
		_, err := b.tokens("a").Get(t.Context(), wrong)
		a, known := wechat.Explain(err)
		if !known || a.Errcode != 40125 || a.Reaction != wechat.PauseApp {
			t.Errorf("got %v: %+v", err, a)
		}
		if len(b.store.causes) != 1 || !errors.Is(err, b.store.causes[0]) || strings.Contains(err.Error(), "wrong") {
			t.Errorf("causes: %v", b.store.causes)
		}
		before := time.Now()
		if get(t, b.tokens("b"), shop); time.Since(before) > time.Second {
			t.Error("the next process waited for the lease")
		}
	})
}

func TestDeadHoldersLeaseRunsOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		if leased, err := b.store.LeaseToken(t.Context(), shop.Appid, "dead", time.Now().Add(10*time.Second)); err != nil || !leased {
			t.Fatal("no lease for the dead holder")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		tokens := b.tokens("a")
		if _, err := tokens.Get(ctx, shop); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the caller's own deadline", err)
		}
		get(t, tokens, shop)
		if _, err := b.store.LeaseToken(t.Context(), shop.Appid, "dead", time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		b.store.tokens[shop.Appid] = wechat.StoredToken{LeasedUntil: time.Now().Add(time.Hour)}
		if _, err := b.tokens("b").Get(t.Context(), shop); !errors.Is(err, wechat.ErrTokenBusy) {
			t.Errorf("got %v, want ErrTokenBusy", err)
		}
	})
}
