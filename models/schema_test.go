package models_test

import (
	"strings"
	"sync"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// eachEmpty runs a test on a database without tables, on both engines.
func eachEmpty(t *testing.T, test func(t *testing.T, url string)) {
	for name, empty := range map[string]func(*testing.T) string{"sqlite": modelstest.EmptySQLite, "mysql": modelstest.EmptyMySQL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, empty(t))
		})
	}
}

func TestMigrateFromNothing(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		ctx, store := t.Context(), modelstest.Open(t, url, nil)
		wantError(t, store.CheckSchema(ctx), models.ErrSchemaOld)
		before, err := store.SchemaStatus(ctx)
		ok(t, err)
		applied, err := store.Migrate(ctx)
		ok(t, err)
		equal(t, "applied", len(applied), len(before))
		for i, step := range before {
			equal(t, step.Name+" applied before", step.Applied, false)
			equal(t, "step", applied[i].Version, step.Version)
		}
		ok(t, store.CheckSchema(ctx))
		again, err := store.Migrate(ctx)
		ok(t, err)
		equal(t, "applied again", len(again), 0)
		after, err := store.SchemaStatus(ctx)
		ok(t, err)
		for _, step := range after {
			equal(t, step.Name+" applied after", step.Applied, true)
		}
	})
}

func TestCheckSchema(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		ok(t, db.CheckSchema(ctx))
		ok(t, db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)"))
		err := db.CheckSchema(ctx)
		wantError(t, err, models.ErrSchemaNew)
		if !strings.Contains(err.Error(), "9999") {
			t.Errorf("error %q does not name the version", err)
		}
		ok(t, db.Exec("DELETE FROM goose_db_version WHERE version_id = 9999 OR version_id = (SELECT v FROM (SELECT MAX(version_id) AS v FROM goose_db_version WHERE version_id < 9999) newest)"))
		wantError(t, db.CheckSchema(ctx), models.ErrSchemaOld)
	})
}

// Nodes that start together on an empty database may fail once, but the schema
// is whole after each has tried again.
func TestMigrateAtOnce(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		stores := []*models.Store{modelstest.Open(t, url, nil), modelstest.Open(t, url, nil)}
		var wg sync.WaitGroup
		for _, store := range stores {
			wg.Go(func() { _, _ = store.Migrate(t.Context()) })
		}
		wg.Wait()
		for _, store := range stores {
			if _, err := store.Migrate(t.Context()); err != nil {
				t.Errorf("started again: %v", err)
			}
			ok(t, store.CheckSchema(t.Context()))
		}
	})
}
