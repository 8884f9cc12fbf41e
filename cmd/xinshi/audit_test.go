package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinshi/models/modelstest"
)

// The whole way of a record: written by processes, anchored, exported, checked
// by somebody without the database, damaged, found out.
func TestAuditCommands(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		folder := t.TempDir()
		anchors := filepath.Join(folder, "anchors.jsonl")
		in := install(t, db.URL, "http://127.0.0.1:1", "XINSHI_ANCHOR_FILE="+anchors)
		wantOut := func(want string, args ...string) {
			t.Helper()
			if out := in.do(t, "", args...); !strings.Contains(out, want) {
				t.Errorf("%v says %q, want %q", args, out, want)
			}
		}
		wantFailure := func(wantOut, wantErr string, args ...string) {
			t.Helper()
			out, errOut, err := in.command(t, "", args...)
			if err == nil || !strings.Contains(out, wantOut) || !strings.Contains(errOut, wantErr) {
				t.Errorf("%v: %v, %q, %q", args, err, out, errOut)
			}
		}
		wantOut("0 entries linked, 0 waiting", "audit", "verify")
		in.do(t, "a long and lonely password\n", "staff", "add", "--email", "a@example.com", "--name", "A", "--role", "admin")
		in.do(t, "secret\n", "app", "add", "--name", "shop", "--appid", "wx0123456789abcdef")
		wantOut("0 entries linked, 2 waiting", "audit", "verify")
		in.do(t, "", "audit", "anchor", "--file", anchors)
		wantOut(`"seq":"2"`, "audit", "anchor")
		wantOut("2 entries linked, 0 waiting, 1 anchors", "audit", "verify")

		file := filepath.Join(folder, "export.jsonl")
		exported := in.do(t, "", "audit", "export")
		must(t, os.WriteFile(file, []byte(exported), 0o600))
		key := strings.TrimSpace(in.do(t, "", "audit", "key"))
		alone := installation{env: []string{"PATH=" + os.Getenv("PATH"), "LANG=en_US.UTF-8", "HOME=" + folder}}
		if out := alone.do(t, "", "audit", "verify", "--file", file, "--key", key); !strings.Contains(out, "3 entries, no. 1 to 3") {
			t.Errorf("a third party reads %q", out)
		}
		must(t, os.WriteFile(file, []byte(strings.Replace(exported, `"actor_kind":"cli"`, `"actor_kind":"staff"`, 1)), 0o600))
		wantFailure("its content was changed", "damaged", "audit", "verify", "--file", file, "--key", key)

		for _, query := range []string{"DROP TRIGGER audit_entries_no_delete", "DELETE FROM audit_entries WHERE action = 'app.add'"} {
			must(t, db.Exec(query))
		}
		id := db.Raw(t, "SELECT entry_id FROM audit_links WHERE seq = 2")[0][0]
		wantFailure("Entry "+id+" (no. 2): it was deleted", "damaged", "audit", "verify")
	})
}

// A running installation links and anchors by itself.
func TestServeKeepsTheRecord(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	anchors := filepath.Join(t.TempDir(), "anchors.jsonl")
	in := install(t, db.URL, "http://127.0.0.1:1", "XINSHI_ANCHOR_FILE="+anchors)
	db.App(t)
	p := in.serve(t, "--no-engine")
	waitUntil(t, func() bool { return db.Number(t, "SELECT COUNT(*) FROM audit_links") == 1 })
	waitUntil(t, func() bool {
		raw, err := os.ReadFile(anchors)
		return err == nil && strings.Contains(string(raw), `"seq":"1"`)
	})
	db.App(t)
	must(t, p.stop(t))
	if n := db.Number(t, "SELECT COUNT(*) FROM audit_links"); n != 2 {
		t.Errorf("%d linked after the stop", n)
	}
}
