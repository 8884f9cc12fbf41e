package models_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// Several engines on two connections empty one queue. Nobody waits for anybody:
// whatever they claim at the same time must not overlap.
func TestManyClaimOneQueue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const people, each, workers = 20, 3, 6
		app, stores := db.App(t), []*models.Store{db.Store, db.Second(t)}
		fillQueue(t, db, app, people, each)
		var mu sync.Mutex
		var claimedIDs []int64
		// Everyone's clock runs, so that messages that step back come due again.
		stop := make(chan struct{})
		defer close(stop)
		go turnClock(db.Clock, stop)

		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				store := stores[w%len(stores)]
				for round := 0; ; round++ {
					claimed, err := store.Claim(t.Context(), models.Lane{App: app}, 4, time.Hour)
					if err != nil {
						t.Errorf("claim: %v", err)
						return
					}
					mu.Lock()
					for _, c := range claimed {
						claimedIDs = append(claimedIDs, c.Message.ID)
					}
					done := len(claimedIDs) >= people*each
					mu.Unlock()
					if err := settleAll(t, store, claimed); err != nil {
						t.Errorf("settle: %v", err)
						return
					}
					if done || round > 5000 {
						return
					}
				}
			})
		}
		wg.Wait()

		times := map[int64]int{}
		for _, id := range claimedIDs {
			times[id]++
		}
		equal(t, "messages claimed", len(times), people*each)
		equal(t, "claims", len(claimedIDs), people*each)
		equal(t, "sent", db.Number(t, "SELECT COUNT(*) FROM messages WHERE state = 'sent'"), people*each)
		equal(t, "codes used", db.Number(t, "SELECT COUNT(DISTINCT code_id) FROM messages WHERE state = 'sent'"), people*each)
		equal(t, "counted", counted(t, db, app, models.MessageSent), people*each)
		checkPromises(t, db, app)
	})
}

// Two engines claim in the same moment, with no time for a person's message to
// step back: each person is sent to once.
func TestTwoClaimsAtOnceShareNobody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const people, each, rounds = 8, 4, 4
		app, stores := db.App(t), []*models.Store{db.Store, db.Second(t)}
		fillQueue(t, db, app, people, each)
		for range rounds {
			results := make([][]*models.Claimed, 4)
			var wg sync.WaitGroup
			for i := range results {
				wg.Go(func() {
					var err error
					if results[i], err = stores[i%2].Claim(t.Context(), models.Lane{App: app}, 10, time.Hour); err != nil {
						t.Errorf("claim: %v", err)
					}
				})
			}
			wg.Wait()
			seen := map[string]bool{}
			for _, claimed := range results {
				for _, c := range claimed {
					if seen[c.Openid] {
						t.Errorf("two messages to %s at once", c.Openid)
					}
					seen[c.Openid] = true
				}
			}
			if len(seen) == 0 {
				t.Error("nothing was claimed")
			}
			checkPromises(t, db, app)
			for _, claimed := range results {
				ok(t, settleAll(t, db.Store, claimed))
			}
			db.Clock.Advance(time.Second)
		}
	})
}

// The queue is emptied while staff cancel and new codes come in.
func TestClaimAgainstCancelAndCollect(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const people = 30
		app, other := db.App(t), db.Second(t)
		messages := fillQueue(t, db, app, people, 1)
		var cancelled int
		var sent []*models.Claimed
		var wg sync.WaitGroup
		wg.Go(func() {
			for _, m := range messages {
				if err := other.Cancel(t.Context(), modelstest.Tester, app.ID, m.ID); err == nil {
					cancelled++
				} else if !isConflict(err) {
					t.Errorf("cancel: %v", err)
				}
			}
		})
		wg.Go(func() {
			for range people {
				claimed, err := db.Claim(t.Context(), models.Lane{App: app}, 2, time.Hour)
				if err != nil {
					t.Errorf("claim: %v", err)
				}
				sent = append(sent, claimed...)
			}
		})
		wg.Go(func() {
			for i := range people {
				in := []models.CodeInput{{Openid: fmt.Sprintf("o%d", i), Kind: models.CodeForm, Code: fmt.Sprintf("new%d", i)}}
				if _, err := other.AddCodes(t.Context(), modelstest.Tester, app, "test", in); err != nil {
					t.Errorf("add codes: %v", err)
				}
			}
		})
		wg.Wait()
		equal(t, "cancelled and claimed", cancelled+len(sent), people)
		checkPromises(t, db, app)
		ok(t, settleAll(t, db.Store, sent))
		checkPromises(t, db, app)
	})
}

// fillQueue queues some messages to some people, with a code for each.
func fillQueue(t *testing.T, db *modelstest.DB, app models.App, people, each int) []models.Message {
	t.Helper()
	template := db.Template(t, app)
	var codes []models.CodeInput
	for i := range people {
		for j := range each {
			codes = append(codes, models.CodeInput{Openid: fmt.Sprintf("o%d", i), Kind: models.CodeForm, Code: fmt.Sprintf("c%d-%d", i, j)})
		}
	}
	db.Codes(t, app, codes...)
	var messages []models.Message
	for _, c := range codes {
		messages = append(messages, db.Queue(t, app, template, c.Openid))
	}
	return messages
}

func settleAll(t *testing.T, store *models.Store, claimed []*models.Claimed) error {
	var outcomes []models.Outcome
	for _, c := range claimed {
		outcomes = append(outcomes, models.Outcome{Claimed: c, To: models.MessageSent, Code: models.CodeUsed, At: store.Now()})
	}
	n, err := store.Settle(t.Context(), outcomes)
	if err == nil && n != len(outcomes) {
		err = fmt.Errorf("settled %d of %d", n, len(outcomes))
	}
	return err
}

func checkPromises(t *testing.T, db *modelstest.DB, app models.App) {
	t.Helper()
	for _, promise := range brokenPromises {
		if rows := db.Raw(t, promise.query, app.ID); len(rows) > 0 {
			t.Errorf("%s: %v", promise.what, rows)
		}
	}
}

// turnClock lets a clock run, faster than life.
func turnClock(clock *modelstest.Clock, stop <-chan struct{}) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			clock.Advance(100 * time.Millisecond)
		case <-stop:
			return
		}
	}
}
