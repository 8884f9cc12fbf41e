package wechat_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"xinshi/models/wechat"
)

func TestDo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		used := []string{}
		ask := func(ctx context.Context, token string) error {
			used = append(used, token)
			_, _, err := b.client.LibraryList(ctx, token, 0, 1)
			return err
		}
		tokens, other := b.tokens("a"), b.tokens("b")
		get(t, other, shop)
		if err := tokens.Do(t.Context(), shop, ask); err != nil || len(used) != 1 {
			t.Fatalf("good token: %v after %d calls", err, len(used))
		}
		b.sim.KillTokens()
		if err := tokens.Do(t.Context(), shop, ask); err != nil || len(used) != 3 || used[1] == used[2] {
			t.Fatalf("dead token: %v after %d calls", err, len(used))
		}
		fetched := b.wire.fetches()
		if err := other.Do(t.Context(), shop, ask); err != nil || used[4] != used[2] || b.wire.fetches() != fetched {
			t.Errorf("the other process did not take the renewed token: %v", err)
		}
		gone := errors.New("database is gone")
		if err := tokens.Do(t.Context(), shop, func(context.Context, string) error { return gone }); err != gone {
			t.Errorf("got %v, want the call's own error", err)
		}
	})
}

func TestManyCallersOfADeadTokenRenewOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		both := []*wechat.Tokens{b.tokens("a"), b.tokens("b")}
		get(t, both[0], shop)
		get(t, both[1], shop)
		b.sim.KillTokens()
		before := b.wire.fetches()
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				err := both[i%2].Do(t.Context(), shop, func(ctx context.Context, token string) error {
					_, _, err := b.client.LibraryList(ctx, token, 0, 1)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := b.wire.fetches() - before; got != 1 {
			t.Errorf("%d fetches, want 1", got)
		}
	})
}

// stubborn is a platform that refuses the token it hands out, until it is forced to change it.
type stubborn struct {
	forced   int
	forcible bool
}

func (s *stubborn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := make([]byte, 1024)
	n, _ := r.Body.Read(body)
	token := "OLD"
	if r.URL.Path == string(wechat.CallStableToken) {
		if strings.Contains(string(body[:n]), `"force_refresh":true`) {
			s.forced++
		}
		if s.forcible && s.forced > 0 {
			token = "NEW"
		}
		_, _ = w.Write([]byte(`{"access_token":"` + token + `","expires_in":7000}`))
		return
	}
	if r.URL.Query().Get("access_token") == "NEW" {
		_, _ = w.Write([]byte(`{"errcode":0,"errmsg":"ok"}`))
		return
	}
	_, _ = w.Write([]byte(`{"errcode":40001,"errmsg":"invalid credential"}`))
}

func TestForceOnlyWhenThePlatformInsists(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		forcible bool
	}{{"forcing helps", true}, {"forcing does not help", false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				platform := &stubborn{forcible: tt.forcible}
				client := wechat.New("http://platform", &http.Client{Transport: &direct{handler: platform, calls: map[string]int{}}}, time.Now)
				tokens := wechat.NewTokens(client, newMemoryStore(time.Now), "a", time.Now)
				send := func() error {
					return tokens.Do(t.Context(), shop, func(ctx context.Context, token string) error {
						_, err := client.SendTemplate(ctx, token, wechat.TemplateMessage{})
						return err
					})
				}
				for range 3 {
					err := send()
					var refused *wechat.APIError
					if tt.forcible != (err == nil) {
						t.Errorf("got %v", err)
					}
					if !tt.forcible && (!errors.Is(err, wechat.ErrTokenRefusedTwice) || !errors.As(err, &refused)) {
						t.Errorf("got %v, want both ErrTokenRefusedTwice and the refusal", err)
					}
				}
				if platform.forced != 1 {
					t.Errorf("forced %d times within a minute, want once", platform.forced)
				}
				time.Sleep(time.Minute)
				if err := send(); !tt.forcible && (err == nil || platform.forced != 2) {
					t.Errorf("a minute later: %v, forced %d times in all", err, platform.forced)
				}
			})
		})
	}
}

func TestRenewedTokenRefusedToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		calls := 0
		classic := shop
		classic.Mode = wechat.Classic
		err := b.tokens("a").Do(t.Context(), classic, func(context.Context, string) error {
			calls++
			return &wechat.APIError{Call: wechat.CallSendTemplate, Errcode: 40001}
		})
		var refused *wechat.APIError
		if !errors.Is(err, wechat.ErrTokenRefusedTwice) || !errors.As(err, &refused) || calls != 2 {
			t.Errorf("got %v after %d calls, want ErrTokenRefusedTwice with its APIError after 2", err, calls)
		}
	})
}
