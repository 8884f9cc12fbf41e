package models_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestParseSecretKey(t *testing.T) {
	t.Parallel()
	raw := bytes.Repeat([]byte{0xfb, 0xff, 0x01, 0x7e}, 8) // has + and / in base64
	want := models.SecretKey(raw)
	good := map[string]string{
		"standard":        base64.StdEncoding.EncodeToString(raw),
		"URL":             base64.URLEncoding.EncodeToString(raw),
		"without padding": base64.RawURLEncoding.EncodeToString(raw),
		"from a file":     base64.StdEncoding.EncodeToString(raw) + "\n",
	}
	for name, s := range good {
		key, err := models.ParseSecretKey(s)
		ok(t, err)
		equal(t, name, string(key[:]), string(want[:]))
	}
	for name, s := range map[string]string{
		"nothing": "", "short": base64.StdEncoding.EncodeToString(raw[:31]), "long": base64.StdEncoding.EncodeToString(append(raw, 0)),
		"no base64": strings.Repeat("!", 43), "a password": "correct horse battery staple",
	} {
		_, err := models.ParseSecretKey(s)
		if err == nil {
			t.Errorf("%s: taken", name)
		} else if s != "" && strings.Contains(err.Error(), s) {
			t.Errorf("%s: the error repeats it: %v", name, err)
		}
	}
}

func TestSecretKeyIsNeverShown(t *testing.T) {
	t.Parallel()
	key := models.SecretKey(bytes.Repeat([]byte{222}, 32))
	options := models.Options{SecretKey: key}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("key", "key", key, "options", options)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("key", "key", key, "holder", struct{ Key models.SecretKey }{key})
	asJSON, _ := json.Marshal(key)
	shown := log.String() + string(asJSON) + fmt.Sprintf("%v %+v %s %q %x %#v %v", key, key, key, key, key, key, options)
	for _, form := range []string{"222", "dede", "DEDE", "0xde", "3t7e"} {
		if strings.Contains(shown, form) {
			t.Errorf("the key is shown as %q in %s", form, shown)
		}
	}
}

func TestDerivedKeysDiffer(t *testing.T) {
	t.Parallel()
	key, other := models.SecretKey{1}, models.SecretKey{2}
	cookies := key.Derive("cookies")
	equal(t, "length", len(cookies), 32)
	equal(t, "the same again", bytes.Equal(cookies, key.Derive("cookies")), true)
	for name, derived := range map[string][]byte{"purpose": key.Derive("database"), "key": other.Derive("cookies"), "the key itself": key[:]} {
		equal(t, "same as for another "+name, bytes.Equal(cookies, derived), false)
	}
}

func TestCheckKey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		ok(t, db.CheckKey(ctx))
		ok(t, db.CheckKey(ctx))
		app := db.App(t)
		wrong := openWith(t, db.URL, models.SecretKey{9})
		wantError(t, wrong.CheckKey(ctx), models.ErrWrongKey)
		_, err := wrong.Account(app)
		wantError(t, err, models.ErrWrongKey)
		ok(t, db.CheckKey(ctx)) // the wrong key left no trace
		ok(t, db.Second(t).CheckKey(ctx))
	})
}

// openWith connects with another key.
func openWith(t *testing.T, url string, key models.SecretKey) *models.Store {
	t.Helper()
	database, err := models.ParseDatabase(url)
	ok(t, err)
	store, err := models.Open(t.Context(), database, models.Options{SecretKey: key, Log: slog.New(slog.DiscardHandler)})
	ok(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}
