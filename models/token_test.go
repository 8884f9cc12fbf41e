package models_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
)

func TestTokenLease(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, start := t.Context(), db.Clock.Now()
		lease := func(holder string, want bool) {
			t.Helper()
			got, err := db.LeaseToken(ctx, "wx1", holder, db.Clock.Now().Add(30*time.Second))
			ok(t, err)
			equal(t, "lease of "+holder, got, want)
		}
		stored, err := db.LoadToken(ctx, "wx1")
		ok(t, err)
		equal(t, "nothing stored", stored, wechat.StoredToken{})

		lease("a", true)
		lease("b", false)
		lease("a", true) // renews its own
		stored, err = db.LoadToken(ctx, "wx1")
		ok(t, err)
		equal(t, "no token yet", stored.Value, "")
		equal(t, "leased until", stored.LeasedUntil.Equal(start.Add(30*time.Second)), true)

		db.Clock.Advance(30*time.Second - time.Millisecond)
		lease("b", false)
		db.Clock.Advance(time.Millisecond)
		lease("b", true) // a is taken for dead
		expires := start.Add(2 * time.Hour)
		ok(t, db.SaveToken(ctx, "wx1", "a", "token of the dead", expires))
		stored, err = db.LoadToken(ctx, "wx1")
		ok(t, err)
		equal(t, "the dead one's token", stored.Value, "")
		ok(t, db.SaveToken(ctx, "wx1", "b", "good token", expires))
		stored, err = db.LoadToken(ctx, "wx1")
		ok(t, err)
		equal(t, "token", stored.Value, "good token")
		equal(t, "expires", stored.ExpiresAt.Equal(expires), true)
		lease("c", true) // saving ended the lease
		got, err := db.LeaseToken(ctx, "wx2", "d", db.Clock.Now().Add(time.Minute))
		ok(t, err)
		equal(t, "another App's lease", got, true)
	})
}

func TestTokenRelease(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		tests := []struct {
			name    string
			holder  string
			cause   error
			errcode int
			failure string
			free    bool
		}{
			{"someone else's lease stays", "b", errors.New("x"), 0, "", false},
			{"no cause", "a", nil, 0, "", true},
			{"the platform refused", "a", fmt.Errorf("renew: %w", &wechat.APIError{Errcode: 40125, Errmsg: "invalid appsecret"}), 40125, "invalid appsecret", true},
			{"the platform was out of reach", "a", errors.New("connection refused"), 0, "connection refused", true},
			{"a long cause", "a", errors.New(strings.Repeat("错", 600)), 0, strings.Repeat("错", 512), true},
		}
		for i, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				appid := fmt.Sprintf("wx%d", i)
				_, err := db.LeaseToken(ctx, appid, "a", db.Clock.Now().Add(time.Minute))
				ok(t, err)
				ok(t, db.ReleaseToken(ctx, appid, test.holder, test.cause))
				state, err := db.TokenState(ctx, appid)
				ok(t, err)
				equal(t, "failure", fmt.Sprint(state.FailureErrcode, state.Failure), fmt.Sprint(test.errcode, test.failure))
				equal(t, "failed", state.FailedAt == db.Now(), test.failure != "")
				free, err := db.LeaseToken(ctx, appid, "c", db.Clock.Now().Add(time.Minute))
				ok(t, err)
				equal(t, "free", free, test.free)
				if !free {
					return
				}
				ok(t, db.SaveToken(ctx, appid, "c", "t", db.Clock.Now().Add(time.Hour)))
				state, err = db.TokenState(ctx, appid)
				ok(t, err)
				equal(t, "after a success", state, models.TokenState{ExpiresAt: db.Now().Add(time.Hour), ObtainedAt: db.Now()})
			})
		}
	})
}

func TestTokenLeaseGoesToOneOfMany(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		stores := []*models.Store{db.Store, db.Second(t)}
		for round := range 5 { // the first makes the row, the others find it
			won := make([]bool, 8)
			var wg sync.WaitGroup
			for i := range won {
				wg.Go(func() {
					var err error
					if won[i], err = stores[i%2].LeaseToken(t.Context(), "wx1", fmt.Sprintf("%d-%d", round, i), db.Clock.Now().Add(time.Minute)); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			n := 0
			for _, w := range won {
				if w {
					n++
				}
			}
			equal(t, "winners", n, 1)
			db.Clock.Advance(time.Minute)
		}
	})
}

func TestTokenIsSealed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		long := strings.Repeat("plain-token-", 43) // the platform announces up to 512 characters
		for _, appid := range []string{"wx1", "wx2"} {
			_, err := db.LeaseToken(ctx, appid, "a", db.Clock.Now().Add(time.Minute))
			ok(t, err)
			ok(t, db.SaveToken(ctx, appid, "a", long+appid, db.Clock.Now().Add(time.Hour)))
		}
		if strings.Contains(db.Dump(t, "access_tokens"), "plain-token") {
			t.Error("the table shows a token")
		}
		sealed := db.Raw(t, "SELECT token FROM access_tokens WHERE appid = 'wx1'")[0][0]
		ok(t, db.Exec("UPDATE access_tokens SET token = ? WHERE appid = 'wx2'", sealed))
		_, err := db.LoadToken(ctx, "wx2")
		wantError(t, err, models.ErrWrongKey)
		stored, err := db.LoadToken(ctx, "wx1")
		ok(t, err)
		equal(t, "token", stored.Value, long+"wx1")
	})
}
