package models_test

import (
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSessionIsStoredByItsHash(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, token := t.Context(), models.NewSessionToken()
		ok(t, db.SaveSession(ctx, token, models.Session{StaffID: 7, Data: "flash=好", IP: "192.0.2.1", UserAgent: strings.Repeat("浏", 600)}))
		session, err := db.LoadSession(ctx, token)
		ok(t, err)
		equal(t, "staff", session.StaffID, 7)
		equal(t, "data", session.Data, "flash=好")
		equal(t, "user agent", session.UserAgent, strings.Repeat("浏", 512))
		if strings.Contains(db.Dump(t, "sessions"), token) {
			t.Error("the table holds the token itself")
		}
		for _, wrong := range []string{"", strings.ToUpper(token), session.IDHash, models.NewSessionToken()} {
			_, err := db.LoadSession(ctx, wrong)
			wantError(t, err, models.ErrNotFound)
		}
		equal(t, "length of a token", len(token), 64)
	})
}

func TestSessionEnds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		tests := []struct {
			name  string
			steps []time.Duration // between two requests
			alive bool
		}{
			{"just used", []time.Duration{0}, true},
			{"before the idle limit", []time.Duration{models.SessionIdle - time.Millisecond}, true},
			{"at the idle limit", []time.Duration{models.SessionIdle}, false},
			{"in use keeps it", []time.Duration{11 * time.Hour, 11 * time.Hour, 11 * time.Hour}, true},
			{"but not for ever", hours(11, 31), false}, // 341 hours, over 14 days
			{"up to its last moment", append(hours(11, 30), 6*time.Hour-time.Millisecond), true},
			{"and not in that", append(hours(11, 30), 6*time.Hour), false},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				token := models.NewSessionToken()
				ok(t, db.SaveSession(ctx, token, models.Session{StaffID: 1}))
				var err error
				for i, step := range test.steps {
					db.Clock.Advance(step)
					var session models.Session
					if session, err = db.LoadSession(ctx, token); err != nil {
						equal(t, "ended at the last step", i, len(test.steps)-1)
						break
					}
					ok(t, db.TouchSession(ctx, session))
					if i%2 == 0 { // writing a flash does not make it live longer
						ok(t, db.SaveSession(ctx, token, session))
					}
				}
				if test.alive {
					ok(t, err)
				} else {
					wantError(t, err, models.ErrNotFound)
				}
			})
		}
	})
}

func hours(each, times int) []time.Duration {
	steps := make([]time.Duration, times)
	for i := range steps {
		steps[i] = time.Duration(each) * time.Hour
	}
	return steps
}

func TestTouchSessionWritesOnceAMinute(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, token := t.Context(), models.NewSessionToken()
		ok(t, db.SaveSession(ctx, token, models.Session{StaffID: 1}))
		start := db.Now()
		for _, step := range []struct {
			after time.Duration
			want  models.Millis
		}{{30 * time.Second, start}, {29 * time.Second, start}, {time.Second, start.Add(time.Minute)}, {59 * time.Second, start.Add(time.Minute)}} {
			db.Clock.Advance(step.after)
			session, err := db.LoadSession(ctx, token)
			ok(t, err)
			ok(t, db.TouchSession(ctx, session))
			session, err = db.LoadSession(ctx, token)
			ok(t, err)
			equal(t, "seen at", session.SeenAt, step.want)
		}
	})
}

func TestEndSession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		phone, desk, other := models.NewSessionToken(), models.NewSessionToken(), models.NewSessionToken()
		for token, staff := range map[string]int64{phone: 1, desk: 1, other: 2} {
			ok(t, db.SaveSession(ctx, token, models.Session{StaffID: staff}))
		}
		alive := func(want ...string) {
			t.Helper()
			for _, token := range []string{phone, desk, other} {
				_, err := db.LoadSession(ctx, token)
				equal(t, "alive", err == nil, strings.Contains(strings.Join(want, " "), token))
			}
		}
		ok(t, db.EndSession(ctx, phone))
		ok(t, db.EndSession(ctx, phone))
		alive(desk, other)
		ok(t, db.EndSessionsOf(ctx, 1))
		alive(other)
	})
}

func TestSweepSessions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, member := t.Context(), db.Staff(t)
		ok(t, db.SaveSession(ctx, models.NewSessionToken(), models.Session{StaffID: 1}))
		_, err := db.SignIn(ctx, from("192.0.2.1"), member.Email, "wrong password")
		wantError(t, err, models.ErrUnauthorized)
		count := func(table string) int64 { return db.Number(t, "SELECT COUNT(*) FROM "+table) }
		db.Clock.Advance(models.SessionIdle - time.Millisecond)
		ok(t, db.SweepSessions(ctx))
		equal(t, "sessions", count("sessions"), 1)
		db.Clock.Advance(time.Millisecond)
		ok(t, db.SweepSessions(ctx))
		equal(t, "sessions after the idle limit", count("sessions"), 0)
		equal(t, "lockouts", count("lockouts"), 2)
		db.Clock.Advance(12 * time.Hour)
		ok(t, db.SweepSessions(ctx))
		equal(t, "lockouts after a day", count("lockouts"), 0)
	})
}
