package models_test

import (
	"fmt"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestBatchFailures(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 6)
		b := kept(t, db, app, batchOf(template))
		other := kept(t, db, app, batchOf(template))
		claimed, err := db.Claim(t.Context(), models.Lane{App: app, Batch: b}, 6, modelstest.Lease)
		ok(t, err)
		for i, end := range []models.Outcome{
			{To: models.MessageFailed, Reason: models.CausePlatform, Errcode: 41030},
			{To: models.MessageFailed, Reason: models.CausePlatform, Errcode: 41030},
			{To: models.MessageFailed, Reason: models.CauseGaveUp},
			{To: models.MessageUnknown, Reason: models.CauseNoAnswer},
			{To: models.MessageSent},
		} {
			db.Settled(t, db.Outcome(claimed[i], end.To, models.CodeUsed, func(o *models.Outcome) { o.Reason, o.Errcode = end.Reason, end.Errcode }))
		}
		list, over, err := db.BatchFailures(t.Context(), b)
		ok(t, err)
		equal(t, "by reason", fmt.Sprint(list, over), "[{failed platform 41030 2} {failed gave_up 0 1} {unknown no_answer 0 1}] false")
		list, _, err = db.BatchFailures(t.Context(), other)
		ok(t, err)
		equal(t, "of another batch", len(list), 0)
	})
}

// What another try may mend is known from the reasons; past the ten thousand that
// are counted there may be more of it.
func TestRetryableFailures(t *testing.T) {
	counted := []models.FailureCount{
		{State: models.MessageFailed, Reason: models.CauseNoCode, N: 3}, {State: models.MessageFailed, Reason: models.CausePlatform, Errcode: 41028, N: 9},
		{State: models.MessageFailed, Reason: models.CauseGaveUp, N: 4}, {State: models.MessageUnknown, Reason: models.CauseGaveUp, N: 5},
	}
	equal(t, "few", models.RetryableFailures(models.Batch{Failed: 16}, counted), models.CappedCount{N: 7})
	equal(t, "many", models.RetryableFailures(models.Batch{Failed: 5_001}, counted), models.CappedCount{N: 7, Over: true})
}
