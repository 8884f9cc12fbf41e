package models_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// openKeys connects with a key and former ones.
func openKeys(t *testing.T, url string, key models.SecretKey, former ...models.SecretKey) *models.Store {
	t.Helper()
	database, err := models.ParseDatabase(url)
	ok(t, err)
	store, err := models.Open(t.Context(), database, models.Options{SecretKey: key, FormerKeys: former, Log: slog.New(slog.DiscardHandler)})
	ok(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func TestRotateSecrets(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		ok(t, db.CheckKey(ctx))
		apps := []models.App{db.App(t), db.App(t)}
		_, err := db.LeaseToken(ctx, apps[0].Appid, "node", db.Clock.Now().Add(1e9))
		ok(t, err)
		ok(t, db.SaveToken(ctx, apps[0].Appid, "node", "access-token", db.Clock.Now().Add(3600e9)))
		member, secret, _ := enrolled(t, db)
		link(t, db)
		_, err = db.CheckAudit(ctx, nil)
		ok(t, err)

		fresh := models.SecretKey{7, 7, 7}
		both := openKeys(t, db.URL, fresh, modelstest.Key)
		ok(t, both.CheckKey(ctx)) // reads what the former key sealed
		_, err = both.Account(apps[0])
		ok(t, err)
		n, err := both.RotateSecrets(ctx, modelstest.Tester)
		ok(t, err)
		equal(t, "sealed anew", n, 2+1+1+4) // secrets, token, authenticator; key check, seed, head and state of the record

		alone := openKeys(t, db.URL, fresh)
		ok(t, alone.CheckKey(ctx))
		for _, app := range apps {
			app, err := alone.App(ctx, app.ID)
			ok(t, err)
			account, err := alone.Account(app)
			ok(t, err)
			equal(t, "secret", account.Secret, "test-secret")
		}
		token, err := alone.LoadToken(ctx, apps[0].Appid)
		ok(t, err)
		equal(t, "token", token.Value, "access-token")
		state, err := alone.VerifyAudit(ctx, nil)
		ok(t, err)
		equal(t, "record whole", state.Whole(), true)
		db.Clock.Advance(1)
		withClock := modelstest.OpenKey(t, db.URL, fresh, db.Clock.Now)
		_, err = withClock.SecondStep(ctx, from("192.0.2.1"), member.ID, codeAt(t, secret, db.Clock.Now()))
		ok(t, err)
		wantError(t, openKeys(t, db.URL, modelstest.Key).CheckKey(ctx), models.ErrWrongKey)
		n, err = alone.RotateSecrets(ctx, modelstest.Tester)
		ok(t, err)
		equal(t, "sealed anew the second time", n, 0)
		for _, table := range []string{"apps", "access_tokens", "staff", "settings"} {
			if dump := db.Dump(t, table); strings.Contains(dump, "k1:") || strings.Contains(dump, modelstest.Key.ID()) {
				t.Errorf("%s still holds what the former key sealed", table)
			}
		}
	})
}

// A key that opens only some of it changes nothing.
func TestRotateWithTheWrongFormerKey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ok(t, db.CheckKey(t.Context()))
		db.App(t)
		before := db.Dump(t, "apps") + db.Dump(t, "settings")
		_, err := openKeys(t, db.URL, models.SecretKey{7}, models.SecretKey{8}).RotateSecrets(t.Context(), modelstest.Tester)
		wantError(t, err, models.ErrWrongKey)
		equal(t, "tables", db.Dump(t, "apps")+db.Dump(t, "settings"), before)
	})
}

// Values from before keys had ids are still opened, and get one.
func TestSealsOfTheFirstForm(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ok(t, db.CheckKey(t.Context()))
		app := db.App(t)
		id := modelstest.Key.ID()
		exec(t, db, "UPDATE apps SET secret = REPLACE(secret, ?, 'k1:')", "k2:"+id+":")
		app = db.ReloadApp(t, app)
		if !strings.HasPrefix(app.Secret, "k1:") {
			t.Fatalf("sealed as %.12s", app.Secret)
		}
		account, err := db.Account(app)
		ok(t, err)
		equal(t, "secret", account.Secret, "test-secret")
		n, err := db.RotateSecrets(t.Context(), modelstest.Tester)
		ok(t, err)
		equal(t, "sealed anew", n, 1)
		if app = db.ReloadApp(t, app); !strings.HasPrefix(app.Secret, "k2:"+id+":") {
			t.Errorf("sealed as %.12s", app.Secret)
		}
	})
}

// place is how a sealed value names where it belongs.
var place = regexp.MustCompile(`^"([a-z_]+)\.(%s|[a-z0-9_]+):(%d|%s)?"$`)

// Whatever is sealed anywhere is sealed anew when the key changes.
func TestEverySealedTableIsRotated(t *testing.T) {
	t.Parallel()
	known := fmt.Sprint(models.SealedTables())
	found := 0
	names, err := filepath.Glob("*.go")
	ok(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		ok(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, is := n.(*ast.BasicLit); is {
				if at := place.FindStringSubmatch(lit.Value); at != nil {
					found++
					if !strings.Contains(known, at[1]+".") || (at[2] != "%s" && !strings.Contains(known, at[1]+"."+at[2]+" ") && !strings.Contains(known, at[1]+"."+at[2]+"]")) {
						t.Errorf("%s is sealed and not in sealedTables", lit.Value)
					}
				}
			}
			return true
		})
	}
	if found < 4 {
		t.Errorf("found %d places only", found)
	}
}
