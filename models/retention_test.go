package models_test

import (
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// Rows say how old they are by their ids, which come from one source for the whole
// process: the test turns its clock past all that others made, and its two
// databases take turns.
func TestRetention(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *modelstest.DB{"sqlite": modelstest.SQLite, "mysql": modelstest.MySQL} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			epoch := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
			newest := epoch.Add(time.Duration(models.NewID(db.Clock.Now())>>22) * time.Millisecond)
			db.Clock.Advance(max(0, newest.Sub(db.Clock.Now())) + time.Hour)
			app := db.App(t, func(in *models.AppInput) { in.ContentDays, in.CodeDays = 10, 40 })
			keeps := db.App(t)
			template, kept := db.Template(t, app), db.Template(t, keeps)
			people(t, db, app, 3)
			people(t, db, keeps, 1)
			sent, waiting, elsewhere := db.Queue(t, app, template, "o0"), db.Queue(t, app, template, "o1"), db.Queue(t, keeps, kept, "o0")
			db.Settled(t, db.Outcome(db.Claimed(t, app, 1)[0], models.MessageSent, models.CodeUsed))
			db.Settled(t, db.Outcome(db.ClaimedOne(t, keeps), models.MessageSent, models.CodeUsed))
			retain := func(emptied, deleted int64) {
				t.Helper()
				done, err := db.Retain(t.Context())
				ok(t, err)
				equal(t, "emptied", done.Emptied, emptied)
				equal(t, "deleted", done.Deleted, deleted)
			}
			db.Clock.Advance(10*24*time.Hour - time.Minute)
			retain(0, 0)
			young := db.Reload(t, sent)
			if len(young.Data) == 0 {
				t.Fatal("the message has no values")
			}
			db.Clock.Advance(2 * time.Minute)
			retain(1, 0)
			retain(0, 0)
			equal(t, "values", len(db.Reload(t, sent).Data), 0)
			equal(t, "state", db.Reload(t, sent).State, models.MessageSent)
			equal(t, "values of one that waits", len(db.Reload(t, waiting).Data), len(young.Data))
			equal(t, "values in an App that keeps", len(db.Reload(t, elsewhere).Data), len(young.Data))

			_, err := db.SweepCodes(t.Context())
			ok(t, err)
			db.Clock.Advance(30 * 24 * time.Hour)
			retain(0, 3) // one used, two expired
			equal(t, "codes in an App that keeps", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE app_id = ?", keeps.ID), 1)
		})
	}
}
