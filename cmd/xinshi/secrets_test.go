package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestRotateWithKeysFromTheEnvironment(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		before := install(t, db.URL, "http://127.0.0.1:1")
		before.do(t, "secret-of-the-app\n", "app", "add", "--name", "shop", "--appid", "wx0123456789abcdef")
		fresh := models.NewSecretKey()
		if _, errOut, err := before.command(t, "", "secrets", "rotate"); err == nil || !strings.Contains(errOut, "XINSHI_SECRET_KEY_OLD") {
			t.Errorf("without the former key: %v, %s", err, errOut)
		}
		during := installation{addr: before.addr}
		for _, pair := range before.env {
			if former, is := strings.CutPrefix(pair, "XINSHI_SECRET_KEY="); is {
				during.env = append(during.env, "XINSHI_SECRET_KEY="+fresh, "XINSHI_SECRET_KEY_OLD="+former)
			} else {
				during.env = append(during.env, pair)
			}
		}
		during.do(t, "", "secrets", "rotate")
		after := installation{addr: before.addr}
		for _, pair := range during.env {
			if !strings.HasPrefix(pair, "XINSHI_SECRET_KEY_OLD=") {
				after.env = append(after.env, pair)
			}
		}
		after.do(t, "", "audit", "verify")
		if _, errOut, err := before.command(t, "", "audit", "verify"); err == nil || !strings.Contains(errOut, "does not fit") {
			t.Errorf("the former key still opens: %v, %s", err, errOut)
		}
	})
}

func TestRotateTheKeyBesideAnEmbeddedDatabase(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "secret.key")
	in := installation{env: []string{"PATH=" + os.Getenv("PATH"), "LANG=en_US.UTF-8", "XINSHI_DATABASE=sqlite:" + filepath.Join(folder, "xinshi.db")}}
	in.do(t, "", "migrate", "up")
	in.do(t, "secret-of-the-app\n", "app", "add", "--name", "shop", "--appid", "wx0123456789abcdef")
	former, err := os.ReadFile(file)
	must(t, err)
	_, errOut, err := in.command(t, "", "secrets", "rotate")
	must(t, err)
	if strings.Contains(errOut, strings.TrimSpace(string(former))) {
		t.Error("prints a key")
	}
	fresh, err := os.ReadFile(file)
	must(t, err)
	if string(fresh) == string(former) {
		t.Error("the key is the same")
	}
	in.do(t, "", "audit", "verify")

	// Interrupted after the new key was written: the next run goes on.
	must(t, renewKeyBeside(file))
	interrupted, err := os.ReadFile(file)
	must(t, err)
	in.do(t, "", "audit", "verify") // opens with either
	in.do(t, "", "secrets", "rotate")
	if now, err := os.ReadFile(file); err != nil || string(now) != string(interrupted) {
		t.Errorf("began once more: %v", err)
	}
	in.do(t, "", "audit", "verify")
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, entry := range entries {
		info, err := entry.Info()
		must(t, err)
		if strings.HasPrefix(entry.Name(), "secret.key") && info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", entry.Name(), info.Mode())
		}
	}
}
