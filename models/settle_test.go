package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSettleWritesEachOutcome(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		type set = func(*models.Outcome)
		tests := []struct {
			name    string
			to      models.MessageState
			code    models.CodeState
			edit    set
			counted bool
			tries   int // rows of earlier answers
		}{
			{"sent", models.MessageSent, models.CodeUsed, func(o *models.Outcome) { o.MsgID = 1 << 61 }, true, 0},
			{"sent, proven by its code", models.MessageSent, models.CodeUsed, func(o *models.Outcome) { o.Reason, o.Errcode = models.CauseProven, 41029 }, true, 0},
			{"failed, code spent", models.MessageFailed, models.CodeRejected, func(o *models.Outcome) {
				o.Reason, o.Errcode, o.Errmsg = models.CausePlatform, 41028, "invalid form id"
			}, true, 0},
			{"failed, code free again", models.MessageFailed, models.CodeAvailable, func(o *models.Outcome) { o.Reason, o.Errcode = models.CausePlatform, 40037 }, true, 0},
			{"unknown", models.MessageUnknown, models.CodeUsed, func(o *models.Outcome) { o.Reason = models.CauseNoAnswer }, true, 0},
			{"next code", models.MessageQueued, models.CodeRejected, func(o *models.Outcome) { o.Reason, o.Errcode, o.Due = models.CauseNextCode, 41029, o.At }, false, 1},
			{"same code", models.MessageQueued, models.CodeReserved, func(o *models.Outcome) { o.Reason, o.Errcode, o.Due = models.CauseRetry, -1, o.At.Add(time.Second) }, false, 1},
			{"same code, unproven", models.MessageQueued, models.CodeReserved, func(o *models.Outcome) {
				o.Reason, o.Due, o.Unproven = models.CauseNoAnswer, o.At.Add(time.Second), true
			}, false, 1},
			{"waits without code", models.MessageQueued, models.CodeAvailable, func(o *models.Outcome) { o.Reason, o.Due = models.CausePaused, o.At.Add(time.Hour) }, false, 1},
			{"a long text is clipped", models.MessageFailed, models.CodeRejected, func(o *models.Outcome) { o.Errmsg = strings.Repeat("错", 600) }, true, 0},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				app := db.App(t)
				template := db.Template(t, app)
				db.Code(t, app, "o1", models.CodeForm, "f1")
				db.Queue(t, app, template, "o1")
				c := db.ClaimedOne(t, app)
				db.Clock.Advance(time.Second)
				o := db.Outcome(c, test.to, test.code, test.edit)
				db.Settled(t, o)

				m, code := db.Reload(t, c.Message), db.CodeNamed(t, app, "f1")[0]
				final := test.to != models.MessageQueued
				errmsg := string([]rune(o.Errmsg)[:min(512, len([]rune(o.Errmsg)))])
				equal(t, "state", m.State, test.to)
				equal(t, "answer", fmt.Sprint(m.Reason, m.Errcode, m.Errmsg, m.MsgID), fmt.Sprint(o.Reason, o.Errcode, errmsg, o.MsgID))
				equal(t, "tries", m.Tries, 1)
				equal(t, "lease", fmt.Sprint(m.Lease, m.LeaseUntil), "0 0")
				equal(t, "settled", m.SettledAt == o.At, final)
				equal(t, "unproven", m.Unproven, o.Unproven)
				if !final {
					equal(t, "due", m.DueAt, o.Due)
				}
				equal(t, "code", code.State, test.code)
				free := test.code == models.CodeAvailable
				equal(t, "code without message", code.MessageID == 0, free)
				equal(t, "code settled", code.SettledAt == o.At, test.code == models.CodeUsed || test.code == models.CodeRejected)
				if test.code == models.CodeRejected {
					equal(t, "code's errcode", code.Errcode, o.Errcode)
				}
				if test.to == models.MessageQueued {
					equal(t, "message holds its code", m.CodeID == code.ID, test.code == models.CodeReserved)
				}
				equal(t, "counted", counted(t, db, app, test.to), map[bool]int64{true: 1}[test.counted])

				tries, err := db.MessageTries(t.Context(), m.ID)
				ok(t, err)
				equal(t, "earlier answers", len(tries), test.tries)
				if len(tries) > 0 {
					try := tries[0]
					equal(t, "earlier answer", fmt.Sprint(try.CodeID, try.CodeKind, try.Reason, try.Errcode, try.At), fmt.Sprint(code.ID, code.Kind, o.Reason, o.Errcode, o.At))
				}
				r, err := db.Store.Recipient(t.Context(), app.ID, m.RecipientID)
				ok(t, err)
				equal(t, "last message of the person", r.LastSentAt == o.At, test.to == models.MessageSent)
			})
		}
	})
}

func TestSettleTellsApartWhoIsLate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for _, to := range []string{"late", "timely"} {
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		claimed := db.Claimed(t, app, 10)
		ok(t, db.Exec("UPDATE messages SET lease_until = ? WHERE id = ?", db.Now(), claimed[0].Message.ID))
		rescued, err := db.Rescue(t.Context(), app, 10)
		ok(t, err)
		equal(t, "rescued", rescued, 1)

		late := db.Outcome(claimed[0], models.MessageSent, models.CodeUsed, func(o *models.Outcome) {
			o.Pause, o.StopTemplate, o.BlockKinds = &models.Pause{}, true, []models.CodeKind{models.CodeForm}
		})
		n, err := db.Settle(t.Context(), []models.Outcome{late, db.Outcome(claimed[1], models.MessageSent, models.CodeUsed)})
		ok(t, err)
		equal(t, "recorded", n, 1)
		equal(t, "the late one", db.Reload(t, claimed[0].Message).State, models.MessageQueued)
		equal(t, "the timely one", db.Reload(t, claimed[1].Message).State, models.MessageSent)
		after := db.ReloadApp(t, app)
		equal(t, "what the late one says of the App", string(after.State)+after.BlockedKinds, "active")
		equal(t, "counted", counted(t, db, app, models.MessageSent), 1)

		again := db.ClaimedOne(t, app) // sent by another process now
		n, err = db.Settle(t.Context(), []models.Outcome{late})
		ok(t, err)
		equal(t, "recorded under another's lease", n, 0)
		db.Settled(t, db.Outcome(again, models.MessageSent, models.CodeUsed))
		n, err = db.Settle(t.Context(), []models.Outcome{db.Outcome(again, models.MessageFailed, models.CodeRejected)})
		ok(t, err)
		equal(t, "recorded twice", n, 0)
		equal(t, "counted in the end", counted(t, db, app, models.MessageSent), 2)
	})
}

func TestSettleIsAllOrNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for _, to := range []string{"o1", "o2"} {
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		claimed := db.Claimed(t, app, 10)
		_, err := db.Settle(t.Context(), []models.Outcome{
			db.Outcome(claimed[0], models.MessageSent, models.CodeUsed),
			db.Outcome(claimed[1], models.MessageExpired, models.CodeUsed), // no such move
		})
		wantError(t, err, models.ErrConflict)
		equal(t, "first", db.Reload(t, claimed[0].Message).State, models.MessageSending)
		equal(t, "counted", counted(t, db, app, models.MessageSent), 0)
	})
}

// Outcomes that come together keep their own answers, alike or not.
func TestSettleManyAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		const people = 12
		for i := range people {
			to := fmt.Sprintf("o%d", i)
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		claimed := db.Claimed(t, app, people)
		equal(t, "claimed", len(claimed), people)
		var outcomes []models.Outcome
		for i, c := range claimed {
			outcomes = append(outcomes, db.Outcome(c, models.MessageSent, models.CodeUsed, func(o *models.Outcome) {
				switch i % 4 {
				case 1:
					o.To, o.Code, o.Errcode = models.MessageFailed, models.CodeRejected, 41028+i%3
				case 2:
					o.To, o.Code, o.Unproven = models.MessageQueued, models.CodeReserved, i%8 == 2
				case 3:
					o.To, o.Code, o.Errcode = models.MessageQueued, models.CodeAvailable, -1
				}
				o.Errmsg, o.At, o.Due, o.MsgID = fmt.Sprintf("answer '%d'?", i), db.Now().Add(time.Duration(i)*time.Second), db.Now().Add(time.Duration(i)*time.Hour), int64(1000+i)
			}))
		}
		db.Settled(t, outcomes...)
		for i, o := range outcomes {
			m := db.Reload(t, o.Claimed.Message)
			got := fmt.Sprint(m.State, m.Errcode, m.Errmsg, m.Unproven)
			want := fmt.Sprint(o.To, o.Errcode, o.Errmsg, o.Unproven)
			if o.To == models.MessageQueued {
				got, want = got+fmt.Sprint(m.DueAt), want+fmt.Sprint(o.Due)
			} else {
				got, want = got+fmt.Sprint(m.SettledAt, m.MsgID), want+fmt.Sprint(o.At, o.MsgID)
			}
			equal(t, fmt.Sprintf("message %d", i), got, want)
			equal(t, fmt.Sprintf("code %d", i), db.CodeNamed(t, app, o.Claimed.Openid)[0].State, o.Code)
		}
		equal(t, "sent", counted(t, db, app, models.MessageSent), 3)
		equal(t, "failed", counted(t, db, app, models.MessageFailed), 3)
		equal(t, "earlier answers", db.Number(t, "SELECT COUNT(*) FROM message_tries"), 6)
		checkPromises(t, db, app)
	})
}
