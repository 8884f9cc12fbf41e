package models_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
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
		raw := readPlainly(t, db)
		t.Logf("%s: %.1f times a plain read and hash of both tables", engine, took.Seconds()/raw.Seconds())
		if took > max(5*time.Second, 8*raw) { // other packages' tests run beside this one
			t.Errorf("%s took %v, a plain read and hash %v", engine, took, raw)
		}
	}
}

// readPlainly is about the least that a verification does: it reads every row of
// the record and hashes it.
func readPlainly(t *testing.T, db *modelstest.DB) time.Duration {
	t.Helper()
	began, sums := time.Now(), map[[sha256.Size]byte]bool{}
	for _, table := range []string{"audit_entries", "audit_links"} {
		for _, row := range db.Raw(t, "SELECT * FROM "+table) {
			sums[sha256.Sum256([]byte(strings.Join(row, "\t")))] = true
		}
	}
	equal(t, "rows read plainly", len(sums) >= 2*100_000-1, true)
	return time.Since(began)
}
