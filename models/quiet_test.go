package models_test

import (
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// A batch with hours of its own rests then, and not in its App's.
func TestQuietHoursOfABatch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t, func(in *models.AppInput) { in.QuietFrom, in.QuietUntil = 22*60, 8*60 }) // the clock stands at ten in the morning
		template := db.Template(t, app)
		people(t, db, app, 2)
		add := func(openid string, quiet *models.QuietHours) {
			kept(t, db, app, batchOf(template, func(in *models.BatchInput) {
				in.Audience, in.Quiet = models.Audience{Kind: models.AudiencePicked, Openids: []string{openid}}, quiet
			}))
		}
		lanes := func() int {
			t.Helper()
			lanes, err := db.Lanes(t.Context())
			ok(t, err)
			return len(lanes)
		}
		add("o0", &models.QuietHours{From: 9 * 60, Until: 11 * 60})
		equal(t, "in its own hours", lanes(), 0)
		add("o1", &models.QuietHours{})
		equal(t, "the one that never rests", lanes(), 1)
		db.Clock.Advance(time.Hour)
		equal(t, "after its own hours", lanes(), 2)
		db.Clock.Advance(12 * time.Hour)
		equal(t, "in the App's hours", lanes(), 2)

		_, err := db.AddBatch(t.Context(), modelstest.Tester, app, batchOf(template, func(in *models.BatchInput) { in.Quiet = &models.QuietHours{From: 24 * 60} }))
		wantRefused(t, err, refused("quiet_from", models.ReasonBadChoice))
	})
}
