package models_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestPauseApp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		soon, late := db.Now().Add(time.Hour), db.Now().Add(2*time.Hour)
		tests := []struct {
			name   string
			pauses []models.Pause
			want   models.Pause
		}{
			{"without end", []models.Pause{{Errcode: 40125, Reason: "invalid appsecret"}}, models.Pause{Errcode: 40125, Reason: "invalid appsecret"}},
			{"with end", []models.Pause{{Errcode: 45009, Reason: "quota", Until: soon}}, models.Pause{Errcode: 45009, Reason: "quota", Until: soon}},
			{"a later end wins", []models.Pause{{Errcode: 1, Until: soon}, {Errcode: 2, Until: late}}, models.Pause{Errcode: 2, Until: late}},
			{"an earlier end does not shorten", []models.Pause{{Errcode: 1, Until: late}, {Errcode: 2, Until: soon}}, models.Pause{Errcode: 1, Until: late}},
			{"the same end keeps the first cause", []models.Pause{{Errcode: 1, Until: late}, {Errcode: 2, Until: late}}, models.Pause{Errcode: 1, Until: late}},
			{"no end wins over an end", []models.Pause{{Errcode: 1, Until: late}, {Errcode: 2}}, models.Pause{Errcode: 2}},
			{"an end does not shorten no end", []models.Pause{{Errcode: 1}, {Errcode: 2, Until: late}}, models.Pause{Errcode: 1}},
			{"a long reason is clipped to its column", []models.Pause{{Reason: strings.Repeat("因", 600)}}, models.Pause{Reason: strings.Repeat("因", 512)}},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				app := db.App(t)
				for _, p := range test.pauses {
					ok(t, db.PauseApp(t.Context(), modelstest.Tester, app.ID, p))
				}
				after := db.ReloadApp(t, app)
				equal(t, "state", after.State, models.AppPaused)
				equal(t, "since", after.PausedAt, db.Now())
				equal(t, "pause", models.Pause{Errcode: after.PauseErrcode, Reason: after.PauseReason, Until: after.PauseUntil}, test.want)
				equal(t, "secret", after.Secret, app.Secret)

				ok(t, db.ResumeApp(t.Context(), modelstest.Tester, app.ID))
				after = db.ReloadApp(t, app)
				after.UpdatedAt = app.UpdatedAt
				equal(t, "after resuming", after, app)
			})
		}
	})
}

func TestPauseIsAudited(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		for range 2 { // the second one changes nothing
			ok(t, db.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{Reason: "盘点"}))
		}
		ok(t, db.ResumeApp(t.Context(), modelstest.Tester, app.ID))
		for action, want := range map[string]int64{"app.pause": 1, "app.resume": 1} {
			n := db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE app_id = ? AND action = ? AND object_id = ? AND actor_name = ?", app.ID, action, app.ID, modelstest.Tester.Name)
			equal(t, action, n, want)
		}
	})
}

func TestPauseUnknownApp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		wantError(t, db.PauseApp(t.Context(), modelstest.Tester, 7, models.Pause{}), models.ErrNotFound)
		wantError(t, db.ResumeApp(t.Context(), modelstest.Tester, 7), models.ErrNotFound)
		wantError(t, db.BlockCodeKinds(t.Context(), modelstest.Tester, 7, models.CodeForm), models.ErrNotFound)
	})
}

func TestBlockCodeKinds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		ctx := t.Context()
		ok(t, db.BlockCodeKinds(ctx, modelstest.Tester, app.ID, models.CodePrepay))
		ok(t, db.BlockCodeKinds(ctx, modelstest.Tester, app.ID, models.CodeForm, models.CodePrepay))
		ok(t, db.BlockCodeKinds(ctx, modelstest.Tester, app.ID, models.CodeForm))
		after := db.ReloadApp(t, app)
		equal(t, "blocked", after.BlockedKinds, "form_id,prepay_id")
		for kind, want := range map[models.CodeKind]bool{models.CodeForm: true, models.CodePrepay: true, models.CodeSubscribeOnce: false, "form": false, "": false} {
			equal(t, "blocks "+string(kind), after.Blocks(kind), want)
		}
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'app.block_codes'"), 2)
		ok(t, db.ResumeApp(ctx, modelstest.Tester, app.ID))
		equal(t, "after resuming", db.ReloadApp(t, app).BlockedKinds, "")
	})
}

// Two engines, or an engine and a person, change the same App at once: neither
// change may undo the other.
func TestAppChangesAtOnceAllLast(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, other := t.Context(), db.App(t), db.Second(t)
		in := models.NewAppInput()
		in.Name = "改名"
		for range 15 {
			ok(t, db.ResumeApp(ctx, modelstest.Tester, app.ID))
			var wg sync.WaitGroup
			for _, change := range []func() error{
				func() error { return db.BlockCodeKinds(ctx, modelstest.Tester, app.ID, models.CodeForm) },
				func() error { return other.BlockCodeKinds(ctx, modelstest.Tester, app.ID, models.CodePrepay) },
				func() error { return db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{Errcode: 1}) },
				func() error {
					return other.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{Errcode: 2, Until: db.Now().Add(time.Hour)})
				},
				func() error { _, err := other.UpdateApp(ctx, modelstest.Tester, app.ID, in); return err },
			} {
				wg.Go(func() {
					if err := change(); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			after := db.ReloadApp(t, app)
			equal(t, "blocked", after.BlockedKinds, "form_id,prepay_id")
			equal(t, "state", after.State, models.AppPaused)
			equal(t, "until", after.PauseUntil, 0)
			if t.Failed() {
				return
			}
		}
	})
}

func TestLanesOfActiveApps(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		queue := func(app models.App, to string) {
			db.Code(t, app, to, models.CodeForm, to)
			_, err := db.Enqueue(ctx, modelstest.Tester, app, request(db.Template(t, app), to, func(r *models.MessageRequest) { r.SendAt = db.Now().Add(time.Minute) }))
			ok(t, err)
		}
		sendable := func(want ...models.App) {
			t.Helper()
			lanes, err := db.Lanes(ctx)
			ok(t, err)
			equal(t, "sendable", len(lanes), len(want))
			for _, app := range want {
				if !slices.ContainsFunc(lanes, func(l models.Lane) bool { return l.App.ID == app.ID && l.App.State == models.AppActive }) {
					t.Errorf("app %d is not sendable", app.ID)
				}
			}
		}
		ended, endless := db.App(t), db.App(t)
		for _, a := range []models.App{app, ended, endless} {
			queue(a, "o1")
		}
		db.App(t) // has nothing to send
		sendable()
		db.Clock.Advance(time.Minute)
		sendable(app, ended, endless)
		ok(t, db.PauseApp(ctx, modelstest.Tester, ended.ID, models.Pause{Errcode: 45009, Until: db.Now().Add(time.Hour)}))
		ok(t, db.PauseApp(ctx, modelstest.Tester, endless.ID, models.Pause{Errcode: 40125}))
		db.Clock.Advance(time.Hour - time.Millisecond)
		sendable(app)
		db.Clock.Advance(time.Millisecond)
		sendable(app, ended)
		equal(t, "the ended pause", db.ReloadApp(t, ended).PauseErrcode, 0)
		equal(t, "the endless pause", db.ReloadApp(t, endless).State, models.AppPaused)
	})
}

func TestPauseEndsOnceAmongNodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		stores := []*models.Store{db.Store, db.Second(t), db.Second(t)}
		ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{Until: db.Now().Add(time.Minute)}))
		db.Clock.Advance(time.Minute)
		var wg sync.WaitGroup
		for _, store := range stores {
			wg.Go(func() {
				if _, err := store.Lanes(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'app.resume'"), 1)
	})
}
