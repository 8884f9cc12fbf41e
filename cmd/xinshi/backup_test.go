package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// recipes are the shell blocks of a chapter of README, in order.
func recipes(t *testing.T, heading string) (blocks []string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(moduleRoot(t), "README.md"))
	must(t, err)
	_, chapter, found := strings.Cut(string(raw), "\n### "+heading+"\n")
	if !found {
		t.Fatalf("README has no chapter %q", heading)
	}
	chapter, _, _ = strings.Cut(chapter, "\n### ")
	for _, part := range strings.Split(chapter, "```sh\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	return blocks
}

// shell runs a recipe in a folder as a person would who has xinshi in the PATH.
func (in installation) shell(t *testing.T, folder, recipe string, more ...string) string {
	t.Helper()
	path, err := binary()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", recipe)
	cmd.Dir, cmd.Env = folder, append(append([]string{}, in.env...), append(more, "PATH="+filepath.Dir(path)+":"+os.Getenv("PATH"))...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, recipe, out)
	}
	return string(out)
}

// keepBusy asks the API for users until it is told to end, and returns how many
// it was told are stored.
func (in installation) keepBusy(t *testing.T, key string) (end func() int) {
	t.Helper()
	stop, stored := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				stored <- n
				return
			default:
			}
			body := fmt.Sprintf(`{"recipients":[{"openid":"o%d"}]}`, n)
			req, _ := http.NewRequest(http.MethodPost, "http://"+in.addr+paths.APIRecipients, strings.NewReader(body))
			req.Header.Set("Authorization", "Bearer "+key)
			req.Header.Set("Content-Type", "application/json")
			if resp, err := http.DefaultClient.Do(req); err == nil {
				if resp.Body.Close(); resp.StatusCode == http.StatusOK {
					n++
				}
			}
			time.Sleep(2 * time.Millisecond)
		}
	}()
	return func() int { close(stop); return <-stored }
}

// The recipes of README, word by word: a copy while the installation works, and
// what is restored from it proves itself.
func TestBackupRecipes(t *testing.T) {
	t.Parallel()
	const appSecret = "the secret of the app"
	backup, restore := recipes(t, "备份 · Backup"), recipes(t, "恢复 · Restore")
	if len(backup) != 2 || len(restore) != 2 {
		t.Fatalf("%d recipes of backups and %d of restoring", len(backup), len(restore))
	}
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		folder, which := t.TempDir(), 0
		in := install(t, db.URL, "http://127.0.0.1:1")
		database, err := models.ParseDatabase(db.URL)
		must(t, err)
		fresh := "sqlite:" + filepath.Join(folder, "data", "xinshi.db")
		if database.Dialect == migrations.MySQL {
			which, fresh = 1, db.URL+"_restored"
			client := fmt.Sprintf("[client]\nuser=%s\npassword=%s\nsocket=%s\n", database.MySQL.User, database.MySQL.Passwd, database.MySQL.Addr)
			if database.MySQL.Net == "tcp" {
				host, port, _ := strings.Cut(database.MySQL.Addr, ":")
				client = fmt.Sprintf("[client]\nuser=%s\npassword=%s\nhost=%s\nport=%s\n", database.MySQL.User, database.MySQL.Passwd, host, port)
			}
			must(t, os.WriteFile(filepath.Join(folder, "backup.cnf"), []byte(client), 0o600))
			t.Cleanup(func() { _ = db.Exec("DROP DATABASE " + database.MySQL.DBName + "_restored") })
		} else {
			// What the former database left behind must not end in the restored one.
			must(t, os.Mkdir(filepath.Join(folder, "data"), 0o700))
			for _, name := range []string{"xinshi.db", "xinshi.db-wal", "xinshi.db-shm"} {
				must(t, os.WriteFile(filepath.Join(folder, "data", name), []byte("left behind"), 0o600))
			}
		}
		in.do(t, appSecret+"\n", "app", "add", "--name", "shop", "--appid", "wx0123456789abcdef")
		key := strings.TrimSpace(in.do(t, "", "apikey", "add", "--app", "wx0123456789abcdef", "--name", "shop"))
		p := in.serve(t, "--no-engine")
		end := in.keepBusy(t, key)
		waitUntil(t, func() bool { return db.Number(t, "SELECT COUNT(*) FROM recipients") > 20 })
		in.shell(t, folder, backup[which], "NAME="+nameOf(database))
		if stored, n := int64(end()), db.Number(t, "SELECT COUNT(*) FROM recipients"); n < stored {
			t.Errorf("%d of %d users are there", n, stored)
		}
		must(t, p.stop(t))

		after := installation{addr: in.addr}
		for _, pair := range in.env {
			if strings.HasPrefix(pair, "XINSHI_DATABASE=") {
				pair = "XINSHI_DATABASE=" + fresh
			}
			after.env = append(after.env, pair)
		}
		if out := after.shell(t, folder, restore[which], "NEW="+nameOf(database)+"_restored"); !strings.Contains(out, "entries linked") {
			t.Errorf("the restored record says %q", out)
		}
		after.serve(t, "--no-engine")
		if status, answer := after.call(t, http.MethodGet, paths.APIRecipients+"/o3", key, nil); status != http.StatusOK {
			t.Errorf("a user after restoring: %d %v", status, answer)
		}
		for _, name := range []string{"backup.db", "backup.sql"} {
			raw, err := os.ReadFile(filepath.Join(folder, name))
			if err == nil && (bytes.Contains(raw, []byte(appSecret)) || bytes.Contains(raw, []byte(key))) {
				t.Errorf("%s holds a secret", name)
			}
		}
	})
}

func nameOf(d models.Database) string {
	if d.MySQL == nil {
		return ""
	}
	return d.MySQL.DBName
}

func TestBackupOfAnEmbeddedDatabase(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "copy.db")
	in := installation{env: []string{"PATH=" + os.Getenv("PATH"), "LANG=en_US.UTF-8", "XINSHI_DATABASE=sqlite:" + filepath.Join(folder, "data", "xinshi.db")}}
	refused := func(want string, args ...string) {
		t.Helper()
		if _, errOut, err := in.command(t, "", args...); err == nil || !strings.Contains(errOut, want) {
			t.Errorf("%v: %v, %q", args, err, errOut)
		}
	}
	refused("no such file", "backup", file)
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("a backup of nothing leaves %v, %v", entries, err)
	}
	in.do(t, "", "migrate", "up")
	_, said, err := in.command(t, "", "backup", file)
	must(t, err)
	if !strings.Contains(said, filepath.Join(folder, "data", "secret.key")) {
		t.Errorf("does not name the key: %q", said)
	}
	info, err := os.Stat(file)
	must(t, err)
	if info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Errorf("the copy is %v with %d bytes", info.Mode(), info.Size())
	}
	must(t, os.WriteFile(file, []byte("something else"), 0o600))
	refused("file exists", "backup", file)
	if raw, err := os.ReadFile(file); err != nil || string(raw) != "something else" {
		t.Errorf("the file that was there is %q now, %v", raw, err)
	}
	refused("no such file", "backup", filepath.Join(folder, "nowhere", "copy.db"))
}

// Before an upgrade there is no newer schema, and a copy is wanted all the same.
func TestBackupBeforeAnUpgrade(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	db.App(t)
	must(t, db.Exec("DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)"))
	file := filepath.Join(t.TempDir(), "copy.db")
	install(t, db.URL, "http://127.0.0.1:1").do(t, "", "backup", file)
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	if n := db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'database.backup'"); n != 0 {
		t.Errorf("%d entries on a schema that may have no place for them", n)
	}
}
