package models_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/robot"
	"xinshi/models/wechat"
)

// standing are the kinds of alert that stand.
func standing(t *testing.T, db *modelstest.DB, appIDs ...int64) []models.AlertKind {
	t.Helper()
	alerts, err := db.Alerts(t.Context(), appIDs...)
	ok(t, err)
	var kinds []models.AlertKind
	for _, a := range alerts {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

func watch(t *testing.T, db *modelstest.DB, quotas ...map[int64]wechat.Quota) {
	t.Helper()
	var quota map[int64]wechat.Quota
	if len(quotas) > 0 {
		quota = quotas[0]
	}
	ok(t, db.WatchAlerts(t.Context(), quota))
}

func aRobot(t *testing.T, db *modelstest.DB, edit ...func(*models.RobotInput)) models.Robot {
	t.Helper()
	in := models.RobotInput{Kind: robot.WeCom, Name: "运营群", URL: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=ROBOTKEY", Alerts: models.AlertKinds, Lang: "zh"}
	for _, f := range edit {
		f(&in)
	}
	r, err := db.SaveRobot(t.Context(), modelstest.Tester, 0, in, nil)
	ok(t, err)
	return r
}

// told are the notices, oldest first, as "what kind state".
func told(t *testing.T, db *modelstest.DB) []string {
	t.Helper()
	notices, err := db.Notices(t.Context(), 100)
	ok(t, err)
	var out []string
	for _, n := range slices.Backward(notices) {
		out = append(out, n.What+" "+string(n.Kind)+" "+string(n.State))
	}
	return out
}

func wantTold(t *testing.T, db *modelstest.DB, want ...string) {
	t.Helper()
	if got := told(t, db); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// carry takes what is due and settles it with one cause.
func carry(t *testing.T, db *modelstest.DB, cause error, final bool) int {
	t.Helper()
	due, err := db.ClaimNotices(t.Context(), 10, time.Minute)
	ok(t, err)
	for _, n := range due {
		ok(t, db.SettleNotice(t.Context(), n, "words", cause, final))
	}
	return len(due)
}

// A pause of a minute is the platform's way to slow an App down. Only one for a
// token that was refused twice says that something is wrong.
func TestShortPausesAlert(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		for _, test := range []struct {
			errcode int
			want    []models.AlertKind
		}{{45011, nil}, {40001, []models.AlertKind{models.AlertPaused}}, {42001, []models.AlertKind{models.AlertPaused}}} {
			ok(t, db.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{Errcode: test.errcode, Until: models.At(db.Clock.Now().Add(time.Minute))}))
			watch(t, db)
			if got := standing(t, db, app.ID); !slices.Equal(got, test.want) {
				t.Errorf("errcode %d raises %q, want %q", test.errcode, got, test.want)
			}
			ok(t, db.ResumeApp(t.Context(), modelstest.Tester, app.ID))
		}
	})
}

func TestAlertsRaiseAndClearThemselves(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		app := db.App(t)
		template := db.Template(t, app)
		cases := []struct {
			kind     models.AlertKind
			on, off  func()
			quotasOn map[int64]wechat.Quota
		}{
			{kind: models.AlertPaused,
				on: func() { ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{Errcode: 50001})) }, off: func() { ok(t, db.ResumeApp(ctx, modelstest.Tester, app.ID)) }},
			{kind: models.AlertToken,
				on: func() {
					_, err := db.LeaseToken(ctx, app.Appid, "n", db.Clock.Now().Add(time.Minute))
					ok(t, err)
					ok(t, db.ReleaseToken(ctx, app.Appid, "n", &wechat.APIError{Errcode: 40125}))
				},
				off: func() {
					_, err := db.LeaseToken(ctx, app.Appid, "n", db.Clock.Now().Add(time.Minute))
					ok(t, err)
					ok(t, db.SaveToken(ctx, app.Appid, "n", "token", db.Clock.Now().Add(time.Hour)))
				}},
			{kind: models.AlertQuota, on: func() {}, off: func() {}, quotasOn: map[int64]wechat.Quota{app.ID: {Limit: 100, Used: 80, Remain: 20}}},
			{kind: models.AlertTemplate,
				on: func() {
					ok(t, db.StopTemplate(ctx, modelstest.Tester, app.ID, template.ID, 40037, "invalid template_id"))
				},
				off: func() { ok(t, db.ResumeTemplate(ctx, modelstest.Tester, app.ID, template.ID)) }},
			{kind: models.AlertCodes,
				on: func() {
					ok(t, db.Exec("INSERT INTO hourly_counts (app_id, hour, state, reason, errcode, n) VALUES (?, ?, 'sent', '', 0, 12)", app.ID, hourOf(db)))
				},
				off: func() { ok(t, db.Exec("UPDATE hourly_counts SET n = 9 WHERE app_id = ?", app.ID)) }},
			{kind: models.AlertUnknown,
				on: func() {
					db.Recipient(t, app, "o1")
					db.Code(t, app, "o1", models.CodeForm, "code-0123456789")
					db.Queue(t, app, template, "o1")
					db.Settled(t, db.Outcome(db.ClaimedOne(t, app), models.MessageUnknown, models.CodeUsed))
				},
				off: func() { ok(t, db.Exec("UPDATE messages SET state = 'sent' WHERE app_id = ?", app.ID)) }},
		}
		watch(t, db)
		if got := standing(t, db, 0, app.ID); len(got) != 0 {
			t.Fatalf("a new App has %v", got)
		}
		for _, c := range cases {
			c.on()
			watch(t, db, c.quotasOn)
			watch(t, db, c.quotasOn)
			if got := standing(t, db, 0, app.ID); !slices.Equal(got, []models.AlertKind{c.kind}) {
				t.Errorf("%s: %v stand", c.kind, got)
			}
			c.off()
			watch(t, db)
			if got := standing(t, db, 0, app.ID); len(got) != 0 {
				t.Errorf("%s is over: %v stand", c.kind, got)
			}
		}
		if n := db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'alert.raise'"); n != int64(len(cases)) {
			t.Errorf("%d beginnings are recorded", n)
		}
	})
}

func hourOf(db *modelstest.DB) int64 { return db.Clock.Now().Truncate(time.Hour).UnixMilli() }

func TestShortPausesAndFullQuota(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{Errcode: 45011, Until: db.Now().Add(time.Minute)}))
		watch(t, db)
		if got := standing(t, db, app.ID); len(got) != 0 {
			t.Errorf("a minute's pause raises %v", got)
		}
		ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{Errcode: 45009, Until: db.Now().Add(10 * time.Hour)}))
		watch(t, db)
		if got := standing(t, db, app.ID); !slices.Equal(got, []models.AlertKind{models.AlertPaused, models.AlertQuota}) {
			t.Errorf("a used-up quota raises %v", got)
		}
	})
}

func TestDamagedChainIsAnAlert(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		db.App(t)
		link(t, db)
		ok(t, db.Exec("DROP TRIGGER audit_entries_no_update"))
		ok(t, db.Exec("UPDATE audit_entries SET actor_name = 'somebody else'"))
		_, err := db.CheckAudit(t.Context(), nil)
		ok(t, err)
		watch(t, db)
		if got := standing(t, db, 0); !slices.Equal(got, []models.AlertKind{models.AlertChain}) {
			t.Errorf("%v stand", got)
		}
	})
}

// Several processes that look at once raise and tell once.
func TestAlertsAreToldOnceByManyProcesses(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		aRobot(t, db)
		ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{}))
		var nodes sync.WaitGroup
		var taken sync.Map
		for range 4 {
			store := db.Second(t)
			nodes.Go(func() {
				if err := store.WatchAlerts(ctx, nil); err != nil {
					t.Error(err)
				}
				due, err := store.ClaimNotices(ctx, 10, time.Minute)
				if err != nil {
					t.Error(err)
				}
				for _, n := range due {
					if _, twice := taken.LoadOrStore(n.ID, true); twice {
						t.Error("two processes carry one notice")
					}
				}
			})
		}
		nodes.Wait()
		wantTold(t, db, "raised paused queued")
		if n := db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'alert.raise'"); n != 1 {
			t.Errorf("recorded %d times", n)
		}
	})
}

func TestNoticesAreCarriedOnceAndNotTooOften(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		other := db.App(t)
		aRobot(t, db)
		aRobot(t, db, func(in *models.RobotInput) { in.AppID = other.ID })                               // another App's
		aRobot(t, db, func(in *models.RobotInput) { in.Alerts = []models.AlertKind{models.AlertToken} }) // another kind's
		pause := func() { ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{})); watch(t, db) }
		resume := func() { ok(t, db.ResumeApp(ctx, modelstest.Tester, app.ID)); watch(t, db) }
		pause()
		equal(t, "carried", carry(t, db, nil, false), 1)
		equal(t, "carried again", carry(t, db, nil, false), 0)
		resume()
		carry(t, db, nil, false)
		wantTold(t, db, "raised paused sent", "cleared paused sent")
		pause() // within the hour: nobody is told
		resume()
		pause()
		wantTold(t, db, "raised paused sent", "cleared paused sent")
		db.Clock.Advance(time.Hour) // but of what stays, everybody is
		watch(t, db)
		resume() // before anybody carried it: then there is nothing to tell
		wantTold(t, db, "raised paused sent", "cleared paused sent", "raised paused dropped")
	})
}

func TestNoticesAreTriedAgain(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		aRobot(t, db)
		ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{}))
		watch(t, db)
		due, err := db.ClaimNotices(ctx, 10, time.Minute)
		ok(t, err)
		equal(t, "taken", len(due), 1)
		again, err := db.Second(t).ClaimNotices(ctx, 10, time.Minute)
		ok(t, err)
		equal(t, "taken by another", len(again), 0)
		db.Clock.Advance(2 * time.Minute) // its process died
		again, err = db.Second(t).ClaimNotices(ctx, 10, time.Minute)
		ok(t, err)
		equal(t, "taken over", len(again), 1)
		ok(t, db.SettleNotice(ctx, due[0], "late", nil, false)) // the first one wakes up: it is not theirs any more
		wantTold(t, db, "raised paused queued")
		ok(t, db.SettleNotice(ctx, again[0], "words", errors.New("no answer"), false))
		equal(t, "before its time", carry(t, db, nil, false), 0)
		for tries := 2; tries < 8; tries++ {
			db.Clock.Advance(time.Hour)
			equal(t, "tries", carry(t, db, errors.New("no answer"), false), 1)
		}
		wantTold(t, db, "raised paused failed")
		if dump := db.Dump(t, "alert_notices"); !strings.Contains(dump, "no answer") {
			t.Error("does not say why")
		}
	})
}

func TestRobots(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		in := models.RobotInput{Kind: "x", URL: "https://127.0.0.1/cgi-bin/webhook/send", Lang: "fr", Alerts: []models.AlertKind{"x"}}
		_, err := db.SaveRobot(ctx, modelstest.Tester, 0, in, nil)
		wantRefused(t, err, refusedFor("name", models.ReasonRequired), refusedFor("kind", models.ReasonBadChoice), refusedFor("url", models.ReasonRobotURL),
			refusedFor("lang", models.ReasonBadChoice), refusedFor("alerts", models.ReasonBadChoice))
		r := aRobot(t, db, func(in *models.RobotInput) {
			in.Kind, in.URL, in.Secret = robot.DingTalk, "https://oapi.dingtalk.com/robot/send?access_token=ROBOTKEY", "SIGNKEY"
		})
		caller, err := db.Caller(r)
		ok(t, err)
		equal(t, "opened", caller, robot.Robot{Kind: robot.DingTalk, URL: "https://oapi.dingtalk.com/robot/send?access_token=ROBOTKEY", Secret: "SIGNKEY"})
		for _, table := range []string{"robots", "audit_entries"} {
			if dump := db.Dump(t, table); strings.Contains(dump, "ROBOTKEY") || strings.Contains(dump, "SIGNKEY") {
				t.Errorf("%s shows what must be sealed", table)
			}
		}
		keep := models.RobotInput{Kind: robot.DingTalk, Name: "新名字", Alerts: models.AlertKinds, Lang: "en"}
		r, err = db.SaveRobot(ctx, modelstest.Tester, r.ID, keep, nil)
		ok(t, err)
		kept, err := db.Caller(r)
		ok(t, err)
		equal(t, "kept", kept, caller)
		keep.Kind = robot.WeCom // another kind has another address
		_, err = db.SaveRobot(ctx, modelstest.Tester, r.ID, keep, nil)
		wantRefused(t, err, refusedFor("url", models.ReasonRequired))
		keep.URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=2"
		r, err = db.SaveRobot(ctx, modelstest.Tester, r.ID, keep, nil)
		ok(t, err)
		equal(t, "secret goes with the address", r.Signs(), false)
		ok(t, db.DeleteRobot(ctx, modelstest.Tester, r.ID))
		wantError(t, db.DeleteRobot(ctx, modelstest.Tester, r.ID), models.ErrNotFound)
	})
}

func refusedFor(field string, reason models.Reason) models.FieldError {
	return models.FieldError{Field: field, Reason: reason}
}
