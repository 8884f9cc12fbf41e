package models_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// counted is what the hourly counts hold of an outcome.
func counted(t *testing.T, db *modelstest.DB, app models.App, state models.MessageState) int64 {
	t.Helper()
	return db.Number(t, "SELECT COALESCE(SUM(n), 0) FROM hourly_counts WHERE app_id = ? AND state = ?", app.ID, state)
}

func TestSettleCountsByHourAndCause(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		hour := db.Now()
		settle := func(to models.MessageState, errcode int) {
			code := fmt.Sprintf("f%d", db.Number(t, "SELECT COUNT(*) FROM send_codes"))
			db.Code(t, app, "o1", models.CodeForm, code)
			db.Queue(t, app, template, "o1")
			db.Settled(t, db.Outcome(db.ClaimedOne(t, app), to, models.CodeUsed, func(o *models.Outcome) { o.Errcode = errcode }))
		}
		settle(models.MessageSent, 0)
		settle(models.MessageSent, 0)
		settle(models.MessageFailed, 41028)
		db.Clock.Advance(time.Hour - time.Millisecond)
		settle(models.MessageFailed, 40003)
		db.Clock.Advance(time.Millisecond)
		settle(models.MessageSent, 0)
		want := fmt.Sprintf("[[%d failed 40003 1] [%d failed 41028 1] [%d sent 0 2] [%d sent 0 1]]", hour, hour, hour, hour.Add(time.Hour))
		rows := db.Raw(t, "SELECT hour, state, errcode, n FROM hourly_counts WHERE app_id = ? ORDER BY hour, state, errcode", app.ID)
		equal(t, "counts", fmt.Sprint(rows), want)
	})
}

// Answers from both sides of a full hour, written together.
func TestSettleAcrossAnHour(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for _, to := range []string{"o1", "o2"} {
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		claimed := db.Claimed(t, app, 10)
		hour := db.Now().Add(time.Hour)
		var outcomes []models.Outcome
		for i, c := range claimed {
			outcomes = append(outcomes, db.Outcome(c, models.MessageSent, models.CodeUsed, func(o *models.Outcome) { o.At = hour - 1 + models.Millis(i) }))
		}
		db.Clock.Advance(time.Hour)
		db.Settled(t, outcomes...)
		rows := db.Raw(t, "SELECT hour, n FROM hourly_counts WHERE app_id = ? ORDER BY hour", app.ID)
		equal(t, "counts", fmt.Sprint(rows), fmt.Sprintf("[[%d 1] [%d 1]]", hour.Add(-time.Hour), hour))
	})
}
