package models_test

import (
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestAPIKey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		key, row, err := db.AddAPIKey(ctx, modelstest.Tester, app.ID, " 订单系统 ")
		ok(t, err)
		other, _, err := db.AddAPIKey(ctx, modelstest.Tester, app.ID, "报名系统")
		ok(t, err)
		if key == other || !strings.HasPrefix(key, "xs_") || len(key) < 40 {
			t.Errorf("keys %q and %q", key, other)
		}
		equal(t, "prefix", row.Prefix, key[:9])
		for _, table := range []string{"api_keys", "audit_entries"} {
			if strings.Contains(db.Dump(t, table), key) || strings.Contains(db.Dump(t, "audit_entries"), row.KeyHash) {
				t.Errorf("table %s shows a key", table)
			}
		}

		found, err := db.APIKeyFor(ctx, key)
		ok(t, err)
		equal(t, "found", found.ID, row.ID)
		equal(t, "its App", found.AppID, app.ID)
		equal(t, "name", found.Name, "订单系统")
		for _, wrong := range []string{"", "xs_", key[:len(key)-1], strings.ToLower(key), key + " "} {
			if _, err := db.APIKeyFor(ctx, wrong); err == nil {
				t.Errorf("%q opens", wrong)
			}
		}

		wantError(t, db.RevokeAPIKey(ctx, modelstest.Tester, db.App(t).ID, row.ID), models.ErrNotFound) // another App's
		ok(t, db.RevokeAPIKey(ctx, modelstest.Tester, app.ID, row.ID))
		wantError(t, db.RevokeAPIKey(ctx, modelstest.Tester, app.ID, row.ID), models.ErrNotFound)
		_, err = db.APIKeyFor(ctx, key)
		wantError(t, err, models.ErrNotFound)
		_, err = db.APIKeyFor(ctx, other)
		ok(t, err)
		keys, err := db.APIKeys(ctx, app.ID)
		ok(t, err)
		equal(t, "listed, newest first", keys[0].Name+keys[1].Name, "报名系统订单系统")
		equal(t, "revoked at", keys[1].RevokedAt, db.Now())
		equal(t, "audited", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action IN ('api_key.add', 'api_key.revoke') AND app_id = ?", app.ID), 3)
	})
}

func TestAPIKeyNotesItsUseOnceAMinute(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		key, row, err := db.AddAPIKey(ctx, modelstest.Tester, db.App(t).ID, "k")
		ok(t, err)
		start := db.Now()
		for _, step := range []struct {
			after time.Duration
			want  models.Millis
		}{{0, start}, {59 * time.Second, start}, {time.Second, start.Add(time.Minute)}, {time.Second, start.Add(time.Minute)}} {
			db.Clock.Advance(step.after)
			_, err := db.APIKeyFor(ctx, key)
			ok(t, err)
			equal(t, "used at", models.Millis(db.Number(t, "SELECT used_at FROM api_keys WHERE id = ?", row.ID)), step.want)
		}
	})
}

func TestAPIKeyNeedsAName(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		_, _, err := db.AddAPIKey(t.Context(), modelstest.Tester, 1, " ")
		wantRefused(t, err, refused("name", models.ReasonRequired))
		_, _, err = db.AddAPIKey(t.Context(), modelstest.Tester, 1, strings.Repeat("名", 101))
		wantRefused(t, err, refused("name", models.ReasonTooLong, 100))
	})
}
