package models_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models/modelstest"
)

// A record of 100,000 entries is verified in under five seconds. It runs by
// itself, before the tests that run side by side.
func TestLargeRecordIsVerifiedQuickly(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a table")
	}
	const entries = 100_000
	for engine, fresh := range map[string]func(*testing.T) *modelstest.DB{"sqlite": modelstest.SQLite, "mysql": modelstest.MySQL} {
		db := fresh(t)
		db.App(t)
		for have := int64(1); have < entries; have *= 2 { // doubles the table; ids stay unique
			exec(t, db, fmt.Sprintf(`INSERT INTO audit_entries (id, app_id, `+"`at`"+`, actor_kind, actor_id, actor_name, action, object, object_id, before_json, after_json, ip, user_agent, request_id)
				SELECT id + %d, app_id, `+"`at`"+`, actor_kind, actor_id, actor_name, action, object, object_id, after_json, after_json, ip,
				'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0', request_id FROM audit_entries LIMIT %d`, have, entries-have))
		}
		exec(t, db, "DELETE FROM audit_unlinked")
		exec(t, db, "INSERT INTO audit_unlinked (entry_id, mac) SELECT id, '' FROM audit_entries")
		began := time.Now()
		link(t, db)
		t.Logf("%s: linked in %v", engine, time.Since(began))
		began = time.Now()
		state := verify(t, db)
		took := time.Since(began)
		t.Logf("%s: verified %d in %v", engine, state.Linked, took)
		equal(t, "linked", state.Linked, entries)
		equal(t, "whole", state.Whole(), true)
		if took > 5*time.Second {
			t.Errorf("%s took %v", engine, took)
		}
	}
}
