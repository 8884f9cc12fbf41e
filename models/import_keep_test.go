package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// runningImport is an import of n users of which nothing is written yet.
func runningImport(t *testing.T, db *modelstest.DB, app models.App, n int) models.Import {
	t.Helper()
	i := checkedImport(t, db, app, models.ImportPeople, manyPeople(n))
	ok(t, db.StartImport(t.Context(), modelstest.Tester, app.ID, i.ID, false))
	return i
}

func TestOneNodeAtATime(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		i := runningImport(t, db, app, 2500)
		people := func() int64 { return db.Number(t, "SELECT COUNT(*) FROM recipients") }
		piece := func(who string, want bool) {
			t.Helper()
			more, err := db.KeepImport(ctx, who, i.ID)
			ok(t, err)
			equal(t, "more for "+who, more, want)
		}
		piece("a", true)
		equal(t, "after a piece", people(), 1000)
		piece("b", false)
		equal(t, "while a holds it", people(), 1000)
		db.Clock.Advance(time.Minute)
		piece("b", true)
		equal(t, "b goes on where a stopped", people(), 2000)
		piece("a", false)
		equal(t, "a lost it", people(), 2000)
		for _, more := range []bool{true, true, false} { // the last rows, the end, the chunks
			piece("b", more)
		}
		equal(t, "all", people(), 2500)
		equal(t, "added", reloadImport(t, db, i).Added, 2500)
	})
}

// A piece that is cut off in the middle leaves neither rows nor a position.
func TestPieceIsAllOrNothing(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		i := runningImport(t, db, app, 1500)
		ok(t, db.Exec("ALTER TABLE audit_entries RENAME TO audit_gone")) // what a piece writes last
		if _, err := db.KeepImport(t.Context(), importNode, i.ID); err == nil {
			t.Fatal("no error without its table")
		}
		equal(t, "people", db.Number(t, "SELECT COUNT(*) FROM recipients"), 0)
		equal(t, "position", reloadImport(t, db, i).Position, 0)
		ok(t, db.Exec("ALTER TABLE audit_gone RENAME TO audit_entries"))
		if due, err := db.DueImports(t.Context()); err != nil || len(due) != 0 {
			t.Errorf("due at once after a failure: %v %v", due, err)
		}
		db.Clock.Advance(5 * time.Second)
		if due, err := db.DueImports(t.Context()); err != nil || len(due) != 1 {
			t.Errorf("not due after the pause: %v %v", due, err)
		}
		i = workThrough(t, db, i)
		equal(t, "done", words(i.State, i.Added, i.Tries), "finished 1500 0")
	})
}

func TestGivesUpInTheEnd(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		i := runningImport(t, db, app, 10)
		ok(t, db.Exec("ALTER TABLE recipients RENAME TO people_gone"))
		interrupted, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := db.KeepImport(interrupted, importNode, i.ID); !errors.Is(err, context.Canceled) {
			t.Errorf("a stop is %v", err)
		}
		equal(t, "tries after a stop", reloadImport(t, db, i).Tries, 0)
		for n := 1; n <= 20; n++ {
			equal(t, "state", reloadImport(t, db, i).State, models.ImportRunning)
			if _, err := db.KeepImport(t.Context(), importNode, i.ID); err == nil {
				t.Fatal("no error without its table")
			}
			db.Clock.Advance(5 * time.Second)
		}
		equal(t, "state", reloadImport(t, db, i).State, models.ImportFailed)
		ok(t, db.Exec("ALTER TABLE people_gone RENAME TO recipients"))
	})
}

func TestDamagedChunk(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for _, damage := range []string{"UPDATE import_chunks SET content = 'nonsense' WHERE seq = 1", "DELETE FROM import_chunks WHERE seq = 1"} {
			i := runningImport(t, db, db.App(t), 1500)
			ok(t, db.Exec(damage))
			i = workThrough(t, db, i)
			equal(t, "state", words(i.State, i.Added), "failed 1000")
			equal(t, "chunks", db.Number(t, "SELECT COUNT(*) FROM import_chunks"), 0)
		}
	})
}

func TestCancelImport(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		i := runningImport(t, db, app, 2500)
		_, err := db.KeepImport(ctx, importNode, i.ID)
		ok(t, err)
		ok(t, db.CancelImport(ctx, modelstest.Tester, app.ID, i.ID))
		i = workThrough(t, db, i)
		equal(t, "cancelled", words(i.State, i.Added, i.Due), "cancelled 1000 false")
		equal(t, "people", db.Number(t, "SELECT COUNT(*) FROM recipients"), 1000)
		equal(t, "chunks", db.Number(t, "SELECT COUNT(*) FROM import_chunks"), 0)
		wantError(t, db.CancelImport(ctx, modelstest.Tester, app.ID, i.ID), models.ErrConflict)
		wantError(t, db.CheckImport(ctx, modelstest.Tester, app.ID, i.ID, i.Plan), models.ErrConflict)
		_, err = db.Import(ctx, db.App(t).ID, i.ID)
		wantError(t, err, models.ErrNotFound)
	})
}

func TestSweepImports(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		idle := uploadImport(t, db, app, models.ImportPeople, manyPeople(1500))
		bad := checkedImport(t, db, app, models.ImportPeople, "openid\no1\no 2\n")
		ok(t, db.StartImport(ctx, modelstest.Tester, app.ID, bad.ID, true))
		bad = workThrough(t, db, bad)
		cut := uploadImport(t, db, app, models.ImportPeople, manyPeople(1))
		ok(t, db.Exec("UPDATE imports SET state = 'uploading' WHERE id = ?", cut.ID))
		_, err := db.Import(ctx, app.ID, cut.ID)
		wantError(t, err, models.ErrNotFound)

		ok(t, db.SweepImports(ctx))
		equal(t, "imports at once", db.Number(t, "SELECT COUNT(*) FROM imports"), 3)
		db.Clock.Advance(time.Hour)
		ok(t, db.SweepImports(ctx))
		equal(t, "imports after an hour", db.Number(t, "SELECT COUNT(*) FROM imports"), 2)
		equal(t, "refusals after an hour", len(refusedRows(t, db, bad)), 1)
		db.Clock.Advance(7 * 24 * time.Hour)
		ok(t, db.SweepImports(ctx))
		equal(t, "refusals after a week", len(refusedRows(t, db, bad)), 0)
		equal(t, "state after a week", workThrough(t, db, idle).State, models.ImportCancelled)
		equal(t, "chunks", db.Number(t, "SELECT COUNT(*) FROM import_chunks"), 0)
	})
}

func TestImportPlans(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	app := db.App(t)
	people := uploadImport(t, db, app, models.ImportPeople, "openid,城市,城市 2\no1,x,y\n")
	codes := uploadImport(t, db, app, models.ImportCodes, "openid,code,template\no1,x,y\n")
	const none = models.TargetNone
	cases := []struct {
		name string
		of   models.Import
		plan models.ImportPlan
		want []models.FieldError
	}{
		{"nobody", people, models.ImportPlan{Targets: []models.ImportTarget{none, none, none}}, []models.FieldError{refused("openid", models.ReasonRequired)}},
		{"two openids", people, models.ImportPlan{Targets: []models.ImportTarget{"openid", "openid", none}}, []models.FieldError{refused("targets.1", models.ReasonTaken)}},
		{"an unknown target", people, models.ImportPlan{Targets: []models.ImportTarget{"openid", "password", none}}, []models.FieldError{refused("targets.1", models.ReasonBadChoice)}},
		{"a target of codes", people, models.ImportPlan{Targets: []models.ImportTarget{"openid", "code", none}}, []models.FieldError{refused("targets.1", models.ReasonBadChoice)}},
		{"a column that cannot be an attribute", people, models.ImportPlan{Targets: []models.ImportTarget{"openid", "attribute", "attribute"}}, []models.FieldError{refused("targets.2", models.ReasonBadFormat)}},
		{"too few columns", people, models.ImportPlan{Targets: []models.ImportTarget{"openid"}}, []models.FieldError{refused("targets", models.ReasonBadFormat)}},
		{"people", people, models.ImportPlan{Targets: []models.ImportTarget{"openid", "attribute", none}}, nil},
		{"no kind", codes, models.ImportPlan{Targets: []models.ImportTarget{"openid", "code", none}}, []models.FieldError{refused("kind", models.ReasonRequired)}},
		{"no code", codes, models.ImportPlan{Targets: []models.ImportTarget{"openid", none, none}, Kind: models.CodeForm}, []models.FieldError{refused("code", models.ReasonRequired)}},
		{"no template", codes, models.ImportPlan{Targets: []models.ImportTarget{"openid", none, none}, Kind: models.CodeSubscribeOnce}, []models.FieldError{refused("template_id", models.ReasonRequired)}},
		{"codes", codes, models.ImportPlan{Targets: []models.ImportTarget{"openid", "code", none}, Kind: models.CodeForm}, nil},
		{"subscriptions by a column", codes, models.ImportPlan{Targets: []models.ImportTarget{"openid", none, "template_id"}, Kind: models.CodeSubscribeOnce}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wantRefused(t, db.CheckImport(t.Context(), modelstest.Tester, app.ID, c.of.ID, c.plan), c.want...)
			if c.want == nil {
				workThrough(t, db, c.of)
			}
		})
	}
}

func TestImportSample(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	app := db.App(t)
	i := uploadImport(t, db, app, models.ImportPeople, "openid,昵称\no1,安娜\n"+strings.Repeat("o 2,空格\n", 9))
	sample, err := db.ImportSample(t.Context(), app, i, i.Plan, 5)
	if err != nil || len(sample) != 5 || sample[0].Refusal != nil || sample[1].Refusal == nil || sample[1].Refusal.Column != 1 || sample[1].Line != 3 {
		t.Errorf("%+v %v", sample, err)
	}
}
