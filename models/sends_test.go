package models_test

import (
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSendsOfASpan(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app, other := db.App(t), db.App(t)
		now := db.Clock.Now() // 10:00 in the shop
		ago := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
		tallied(t, db, app, ago(0), models.MessageSent, "", 0, 1)
		tallied(t, db, app, ago(0), models.MessageFailed, models.CausePlatform, 43101, 2)
		tallied(t, db, app, ago(0), models.MessageFailed, models.CausePlatform, 40037, 3)
		tallied(t, db, app, ago(11), models.MessageUnknown, models.CauseNoAnswer, 0, 7) // 23:00 yesterday
		tallied(t, db, app, ago(5*24), models.MessageSent, "", 0, 11)
		tallied(t, db, app, ago(29*24), models.MessageSent, "", 0, 13)
		tallied(t, db, app, ago(31*24), models.MessageSent, "", 0, 17)
		tallied(t, db, other, ago(0), models.MessageSent, "", 0, 19)
		for _, c := range []struct {
			span            models.Span
			parts           int
			sent            int64
			before          int // parts between the unknown outcome and now
			first, lastPart string
		}{
			{models.SpanDay, 24, 1, 11, "2026-11-22 11:00", "2026-11-23 10:00"},
			{models.SpanWeek, 28, 12, 2, "2026-11-16 12:00", "2026-11-23 06:00"},
			{models.SpanMonth, 30, 25, 1, "2026-10-25 00:00", "2026-11-23 00:00"},
		} {
			tallies, err := db.Sends(t.Context(), app, c.span)
			ok(t, err)
			equal(t, "parts", len(tallies), c.parts)
			at := func(i int) string { return tallies[i].Hour.Time().In(app.Zone()).Format("2006-01-02 15:04") }
			equal(t, string(c.span)+" begins", at(0), c.first)
			equal(t, string(c.span)+" ends", at(c.parts-1), c.lastPart)
			equal(t, "failed now", tallies[c.parts-1].Failed, 5)
			equal(t, "unknown before", tallies[c.parts-1-c.before].Unknown, 7)
			var sent int64
			for _, tally := range tallies {
				sent += tally.Sent
			}
			equal(t, string(c.span)+" sent", sent, c.sent)
		}
	})
}
