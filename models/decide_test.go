package models_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// unknownMessage makes a message whose call had no answer.
func unknownMessage(t *testing.T, db *modelstest.DB, app models.App, template models.Template, to string) models.Message {
	t.Helper()
	db.Code(t, app, to, models.CodeForm, "spent-"+to)
	m := db.Queue(t, app, template, to)
	db.Settled(t, db.Outcome(db.ClaimedOne(t, app), models.MessageUnknown, models.CodeUsed, func(o *models.Outcome) { o.Reason = models.CauseNoAnswer }))
	return db.Reload(t, m)
}

func TestTakeAsSent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		m := unknownMessage(t, db, app, db.Template(t, app), "o1")
		db.Clock.Advance(3 * time.Hour)
		wantError(t, db.TakeAsSent(ctx, modelstest.Tester, db.App(t).ID, m.ID), models.ErrNotFound)
		ok(t, db.TakeAsSent(ctx, modelstest.Tester, app.ID, m.ID))
		wantError(t, db.TakeAsSent(ctx, modelstest.Tester, app.ID, m.ID), models.ErrConflict)
		after := db.Reload(t, m)
		equal(t, "state", after.State, models.MessageSent)
		equal(t, "reason", after.Reason, models.CauseAssumed)
		equal(t, "code", db.CodeNamed(t, app, "spent-o1")[0].State, models.CodeUsed)
		equal(t, "unknown", counted(t, db, app, models.MessageUnknown), 0)
		equal(t, "sent", counted(t, db, app, models.MessageSent), 1)
		tries, err := db.MessageTries(ctx, m.ID)
		ok(t, err)
		equal(t, "its story", fmt.Sprint(len(tries), tries[0].Reason, tries[0].At == m.SettledAt, tries[0].CodeID == m.CodeID), "1no_answertrue true")
		equal(t, "audit", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'message.take_as_sent' AND object_id = ?", m.ID), 1)
	})
}

func TestSendAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		m := unknownMessage(t, db, app, db.Template(t, app), "o1")
		wantRefused(t, db.SendAgain(ctx, modelstest.Tester, app, m.ID), refused("to", models.ReasonNoSendCode))
		equal(t, "state", db.Reload(t, m).State, models.MessageUnknown)
		equal(t, "its story", db.Number(t, "SELECT COUNT(*) FROM message_tries"), 0)

		db.Code(t, app, "o1", models.CodeForm, "fresh")
		wantError(t, db.SendAgain(ctx, modelstest.Tester, db.App(t), m.ID), models.ErrNotFound)
		ok(t, db.SendAgain(ctx, modelstest.Tester, app, m.ID))
		wantError(t, db.SendAgain(ctx, modelstest.Tester, app, m.ID), models.ErrConflict)
		equal(t, "unknown", counted(t, db, app, models.MessageUnknown), 0)
		again := db.ClaimedOne(t, app)
		equal(t, "message", again.Message.ID, m.ID)
		equal(t, "code", again.Code.Code, "fresh")
		equal(t, "unproven", again.Message.Unproven, false)
		equal(t, "tries begin anew", again.Message.Tries, 0)
		db.Settled(t, db.Outcome(again, models.MessageSent, models.CodeUsed))
		equal(t, "first code", db.CodeNamed(t, app, "spent-o1")[0].State, models.CodeUsed)
	})
}

func TestCancel(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		for i, test := range []struct {
			name    string
			outcome func(*models.Outcome) // of a first try; nil: not yet claimed
			code    models.CodeState
			claim   bool
			err     error
		}{
			{name: "not yet tried", code: models.CodeAvailable},
			{name: "on its way", claim: true, code: models.CodeReserved, err: models.ErrConflict},
			{name: "waiting with its code", claim: true, outcome: func(o *models.Outcome) { o.Code = models.CodeReserved }, code: models.CodeAvailable},
			{name: "waiting without code", claim: true, outcome: func(o *models.Outcome) { o.Code = models.CodeAvailable }, code: models.CodeAvailable},
			{name: "may have arrived", claim: true, outcome: func(o *models.Outcome) { o.Code, o.Unproven = models.CodeReserved, true }, code: models.CodeReserved, err: models.ErrConflict},
		} {
			t.Run(test.name, func(t *testing.T) {
				to := fmt.Sprintf("o%d", i)
				db.Code(t, app, to, models.CodeForm, to)
				m := db.Queue(t, app, template, to)
				if test.claim {
					c := db.ClaimedOne(t, app)
					if test.outcome != nil {
						db.Settled(t, db.Outcome(c, models.MessageQueued, "", func(o *models.Outcome) { o.Due = db.Now().Add(time.Hour) }, test.outcome))
					}
				}
				before := db.Reload(t, m)
				wantError(t, db.Cancel(ctx, modelstest.Tester, app.ID+1, m.ID), models.ErrNotFound)
				err := db.Cancel(ctx, modelstest.Tester, app.ID, m.ID)
				code := db.CodeNamed(t, app, to)[0]
				equal(t, "code", code.State, test.code)
				if test.err != nil {
					wantError(t, err, test.err)
					equal(t, "state", db.Reload(t, m).State, before.State)
					return
				}
				ok(t, err)
				equal(t, "message of the code", code.MessageID, 0)
				after := db.Reload(t, m)
				equal(t, "message", fmt.Sprint(after.State, after.Reason, after.CodeID), fmt.Sprint(models.MessageCancelled, models.CausePerson, 0))
				wantError(t, db.Cancel(ctx, modelstest.Tester, app.ID, m.ID), models.ErrConflict)
			})
		}
		equal(t, "counted", counted(t, db, app, models.MessageCancelled), 3)
	})
}

// Two people, or one impatient one, click at once: one click counts.
func TestClicksAtOnceCountOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, other := t.Context(), db.Second(t)
		queued := func(app models.App) models.Message {
			db.Code(t, app, "o1", models.CodeForm, "f1")
			return db.Queue(t, app, db.Template(t, app), "o1")
		}
		unknown := func(app models.App) models.Message {
			m := unknownMessage(t, db, app, db.Template(t, app), "o1")
			db.Code(t, app, "o1", models.CodeForm, "fresh")
			return m
		}
		tests := []struct {
			name  string
			given func(models.App) models.Message
			click func(s *models.Store, i int, app models.App, id int64) error
		}{
			{"cancel", queued, func(s *models.Store, _ int, app models.App, id int64) error {
				return s.Cancel(ctx, modelstest.Tester, app.ID, id)
			}},
			{"take as sent", unknown, func(s *models.Store, _ int, app models.App, id int64) error {
				return s.TakeAsSent(ctx, modelstest.Tester, app.ID, id)
			}},
			{"send again", unknown, func(s *models.Store, _ int, app models.App, id int64) error {
				return s.SendAgain(ctx, modelstest.Tester, app, id)
			}},
			{"both verdicts", unknown, func(s *models.Store, i int, app models.App, id int64) error {
				if i%3 == 0 {
					return s.SendAgain(ctx, modelstest.Tester, app, id)
				}
				return s.TakeAsSent(ctx, modelstest.Tester, app.ID, id)
			}},
		}
		for _, test := range tests {
			app := db.App(t)
			m := test.given(app)
			errs := make([]error, 8)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() { errs[i] = test.click([]*models.Store{db.Store, other}[i%2], i, app, m.ID) })
			}
			wg.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else if !errors.Is(err, models.ErrConflict) {
					t.Errorf("%s: %v", test.name, err)
				}
			}
			equal(t, test.name, won, 1)
			entries := db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE object_id = ? AND action IN ('message.cancel', 'message.take_as_sent', 'message.send_again')", m.ID)
			equal(t, test.name+": audit entries", entries, 1)
			equal(t, test.name+": counted as unknown", counted(t, db, app, models.MessageUnknown), 0)
		}
	})
}

// The platform answers just before an hour ends, its outcome is written just after.
func TestDecideCorrectsTheCountOfTheRightHour(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		m := db.Queue(t, app, db.Template(t, app), "o1")
		db.Clock.Advance(time.Hour - time.Millisecond)
		o := db.Outcome(db.ClaimedOne(t, app), models.MessageUnknown, models.CodeUsed)
		db.Clock.Advance(time.Second)
		db.Settled(t, o)
		equal(t, "unknown", counted(t, db, app, models.MessageUnknown), 1)
		ok(t, db.TakeAsSent(t.Context(), modelstest.Tester, app.ID, m.ID))
		equal(t, "unknown after the verdict", counted(t, db, app, models.MessageUnknown), 0)
	})
}
