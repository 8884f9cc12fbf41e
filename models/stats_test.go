package models_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// tallied puts outcomes into the hourly counts.
func tallied(t *testing.T, db *modelstest.DB, app models.App, at time.Time, state models.MessageState, reason models.Cause, errcode, n int) {
	t.Helper()
	ok(t, db.Exec("INSERT INTO hourly_counts (app_id, hour, state, reason, errcode, n) VALUES (?, ?, ?, ?, ?, ?)", app.ID, models.At(at), state, reason, errcode, n))
}

func overview(t *testing.T, db *modelstest.DB, app models.App) models.Overview {
	t.Helper()
	o, err := db.Overview(t.Context(), app)
	ok(t, err)
	return o
}

func TestOverviewTodayAndYesterday(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		// The clock stands at 02:00 UTC on 2026-11-23.
		tests := []struct {
			zone             string
			ago              int // hours before 02:00 UTC
			today, yesterday int64
		}{
			{"Asia/Shanghai", 0, 1, 0},  // 10:00 here
			{"Asia/Shanghai", 10, 1, 0}, // midnight
			{"Asia/Shanghai", 11, 0, 0}, // 23:00 yesterday: later than this time of day
			{"Asia/Shanghai", 23, 0, 0},
			{"Asia/Shanghai", 24, 0, 1}, // this time yesterday
			{"Asia/Shanghai", 34, 0, 1}, // yesterday's midnight
			{"Asia/Shanghai", 35, 0, 0}, // the day before
			{"UTC", 2, 1, 0},
			{"UTC", 3, 0, 0},
			{"UTC", 26, 0, 1},
			{"UTC", 27, 0, 0},
			{"America/New_York", 21, 1, 0}, // midnight there
			{"America/New_York", 22, 0, 0},
			{"America/New_York", 45, 0, 1},
			{"America/New_York", 46, 0, 0},
		}
		for _, test := range tests {
			t.Run(fmt.Sprintf("%s %d hours ago", test.zone, test.ago), func(t *testing.T) {
				app := db.App(t, func(in *models.AppInput) { in.TimeZone = test.zone })
				tallied(t, db, app, db.Clock.Now().Add(-time.Duration(test.ago)*time.Hour), models.MessageSent, "", 0, 1)
				o := overview(t, db, app)
				equal(t, "today", o.Today.Sent, test.today)
				equal(t, "yesterday", o.Yesterday.Sent, test.yesterday)
				inHours := int64(0)
				for i, hour := range o.Hours {
					equal(t, "hour", hour.Hour, db.Now().Add(time.Duration(i-23)*time.Hour))
					inHours += hour.Sent
					if hour.Sent == 1 {
						equal(t, "place", 23-i, test.ago)
					}
				}
				equal(t, "hours", len(o.Hours), 24)
				equal(t, "in the last 24 hours", inHours == 1, test.ago <= 23)
			})
		}
	})
}

func TestOverviewFailures(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app, now := db.App(t), db.Clock.Now()
		tallied(t, db, app, now, models.MessageFailed, models.CausePlatform, 41028, 2)
		tallied(t, db, app, now.Add(-23*time.Hour), models.MessageFailed, models.CausePlatform, 41028, 3)
		tallied(t, db, app, now.Add(-24*time.Hour), models.MessageFailed, models.CausePlatform, 41028, 100) // too old
		tallied(t, db, app, now, models.MessageFailed, models.CausePlatform, 40037, 4)
		tallied(t, db, app, now, models.MessageFailed, models.CauseNoCode, 0, 4)
		tallied(t, db, app, now, models.MessageFailed, models.CauseGaveUp, 0, 4)
		tallied(t, db, app, now, models.MessageSent, models.CauseProven, 41029, 50)
		tallied(t, db, app, now, models.MessageUnknown, models.CauseNoAnswer, 0, 6)
		tallied(t, db, db.App(t), now, models.MessageFailed, models.CausePlatform, 1, 9)
		o := overview(t, db, app)
		equal(t, "failures, most frequent first", fmt.Sprint(o.Failures), "[{platform 41028 5} {gave_up 0 4} {no_send_code 0 4} {platform 40037 4}]")
		equal(t, "today", fmt.Sprint(o.Today.Sent, o.Today.Failed, o.Today.Unknown), "50 14 6")
	})
}

func TestOverviewCountsRows(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t, func(in *models.AppInput) { in.PaymentDelay = time.Minute })
		template := db.Template(t, app)
		aged := func(code string, left time.Duration) models.CodeInput {
			return models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: code, ObtainedAt: db.Now().Add(left - models.CodeLife)}
		}
		db.Codes(t, app, aged("1", time.Hour), aged("2", 24*time.Hour), aged("3", 24*time.Hour+1), aged("4", 72*time.Hour), aged("5", 72*time.Hour+1),
			models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "settling"}, models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "unpaid", OrderNo: "1"})
		db.Code(t, db.App(t), "o1", models.CodeForm, "elsewhere")
		db.Queue(t, app, template, "o1")
		o := overview(t, db, app)
		n := func(c models.CappedCount) string { return fmt.Sprint(c.N, c.Over) }
		equal(t, "queued", n(o.Queued), "1 false")
		equal(t, "available, not yet paid for", fmt.Sprint(o.Codes.Total(), o.Codes.Unpaid), "6 1")
		equal(t, "expiring", fmt.Sprint(o.Codes.Within(24), o.Codes.Within(48), o.Codes.Within(72)), "3 3 5")

		db.Settled(t, db.Outcome(db.ClaimedOne(t, app), models.MessageUnknown, models.CodeUsed))
		o = overview(t, db, app)
		equal(t, "queued, unknown, available", n(o.Queued)+n(o.Unknown)+fmt.Sprint(o.Codes.Total()), "0 false1 false5")
	})
}

func TestOverviewStopsCounting(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		ok(t, db.Exec(`INSERT INTO messages (id, app_id, state, data)
			WITH digit AS (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
				UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)
			SELECT 1 + a.d + 10*b.d + 100*c.d + 1000*e.d, ?, 'queued', '[]' FROM digit a, digit b, digit c, digit e`, app.ID))
		equal(t, "exactly the cap", overview(t, db, app).Queued, models.CappedCount{N: 10_000})
		ok(t, db.Exec("INSERT INTO messages (id, app_id, state, data) VALUES (20000, ?, 'queued', '[]')", app.ID))
		equal(t, "beyond it", overview(t, db, app).Queued, models.CappedCount{N: 10_000, Over: true})
	})
}
