package models_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestRescue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		tests := []struct {
			name string
			kind models.CodeKind
			uses int
			want models.MessageState
		}{
			{"a form code proves what happened", models.CodeForm, 1, models.MessageQueued},
			{"a form code does so whatever a payment gives", models.CodeForm, 3, models.MessageQueued},
			{"a payment code of one use proves it", models.CodePrepay, 1, models.MessageQueued},
			{"a payment code of several does not", models.CodePrepay, 2, models.MessageUnknown},
			{"a credit does not", models.CodeSubscribeOnce, 1, models.MessageUnknown},
			{"a lasting credit does not", models.CodeSubscribeLong, 1, models.MessageUnknown},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				ctx := t.Context()
				app := db.App(t, func(in *models.AppInput) { in.CodesPerPayment, in.PaymentDelay = test.uses, 0 })
				in := models.CodeInput{Openid: "o1", Kind: test.kind, Code: "c1"}
				template := db.Template(t, app, func(in *models.TemplateInput) {
					if test.kind == models.CodeSubscribeOnce || test.kind == models.CodeSubscribeLong {
						in.Kind = models.TemplateKind(test.kind)
					}
				})
				if template.Kind != models.KindTemplate {
					in.TemplateID = template.TemplateID
				}
				db.Codes(t, app, in)
				db.Queue(t, app, template, "o1")
				c := db.ClaimedOne(t, app)
				rescue := func(app models.App, want int) {
					t.Helper()
					n, err := db.Rescue(ctx, app, 10)
					ok(t, err)
					equal(t, "rescued", n, want)
				}
				db.Clock.Advance(modelstest.Lease - time.Millisecond)
				rescue(app, 0)
				db.Clock.Advance(time.Millisecond)
				rescue(db.App(t), 0) // another App's engine
				rescue(app, 1)
				rescue(app, 0)

				m, code := db.Reload(t, c.Message), db.CodeNamed(t, app, "c1")[0]
				equal(t, "state", m.State, test.want)
				equal(t, "reason", m.Reason, models.CauseLeaseEnded)
				equal(t, "code of the message", m.CodeID, code.ID)
				if test.want == models.MessageUnknown {
					spent := models.CodeUsed
					if code.Lasting() {
						spent = models.CodeAvailable
					}
					equal(t, "code", code.State, spent)
					equal(t, "counted", counted(t, db, app, models.MessageUnknown), 1)
					db.Clock.Advance(time.Hour)
					equal(t, "claimed by itself", len(db.Claimed(t, app, 10)), 0)
					return
				}
				equal(t, "unproven", m.Unproven, true)
				equal(t, "code", code.State, models.CodeReserved)
				again := db.ClaimedOne(t, app)
				equal(t, "the same code again", again.Code.ID, code.ID)
				equal(t, "known to be unproven", again.Message.Unproven, true)
			})
		}
	})
}

func TestRescueTakesSomeAtATime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for i := range 5 {
			to := fmt.Sprintf("o%d", i)
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		db.Claimed(t, app, 10)
		db.Clock.Advance(modelstest.Lease)
		var rescued []int
		for range 4 {
			n, err := db.Rescue(t.Context(), app, 2)
			ok(t, err)
			rescued = append(rescued, n)
		}
		equal(t, "rescued", fmt.Sprint(rescued), "[2 2 1 0]")
	})
}

func TestRescueByTwoAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		const messages = 12
		for i := range messages {
			to := fmt.Sprintf("o%d", i)
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		claimed := db.Claimed(t, app, messages)
		equal(t, "claimed", len(claimed), messages)
		db.Clock.Advance(modelstest.Lease)
		var mu sync.Mutex
		total := 0
		var wg sync.WaitGroup
		for _, store := range []*models.Store{db.Store, db.Second(t), db.Second(t)} {
			wg.Go(func() {
				n, err := store.Rescue(t.Context(), app, messages)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				total += n
			})
		}
		wg.Wait()
		equal(t, "rescued in all", total, messages)
		equal(t, "earlier answers", db.Number(t, "SELECT COUNT(*) FROM message_tries"), messages)
	})
}
