package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
)

func callbackInput() models.CallbackInput {
	return models.CallbackInput{Mode: wechat.CallbackSecure, Token: "pushToken7", AESKey: strings.Repeat("Ab3", 14) + "x", CreditsFrom: models.CreditsByEvent}
}

func TestSaveCallbackJudgesValues(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for _, tt := range []struct {
			name string
			edit func(*models.CallbackInput)
			want []models.FieldError
		}{
			{"good", func(*models.CallbackInput) {}, nil},
			{"plain needs no key", func(in *models.CallbackInput) { in.Mode, in.AESKey = wechat.CallbackPlain, "" }, nil},
			{"mode", func(in *models.CallbackInput) { in.Mode = "" }, []models.FieldError{refused("mode", models.ReasonBadChoice)}},
			{"no token", func(in *models.CallbackInput) { in.Token = "" }, []models.FieldError{refused("token", models.ReasonRequired)}},
			{"short token", func(in *models.CallbackInput) { in.Token = "ab" }, []models.FieldError{refused("token", models.ReasonBadFormat)}},
			{"token with a sign", func(in *models.CallbackInput) { in.Token = "abc-def" }, []models.FieldError{refused("token", models.ReasonBadFormat)}},
			{"no key", func(in *models.CallbackInput) { in.AESKey = "" }, []models.FieldError{refused("aes_key", models.ReasonRequired)}},
			{"short key", func(in *models.CallbackInput) { in.AESKey = in.AESKey[1:] }, []models.FieldError{refused("aes_key", models.ReasonBadFormat)}},
			{"source", func(in *models.CallbackInput) { in.CreditsFrom = "both" }, []models.FieldError{refused("credits_from", models.ReasonBadChoice)}},
		} {
			in := callbackInput()
			tt.edit(&in)
			t.Run(tt.name, func(t *testing.T) {
				wantRefused(t, db.SaveCallback(t.Context(), modelstest.Tester, db.App(t).ID, in), tt.want...)
			})
		}
		wantError(t, db.SaveCallback(t.Context(), modelstest.Tester, 77, callbackInput()), models.ErrNotFound)
	})
}

func TestCallbackSecretsAreSealed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, in := t.Context(), db.App(t), callbackInput()
		ok(t, db.SaveCallback(ctx, modelstest.Tester, app.ID, in))
		listener := func() wechat.Callback {
			t.Helper()
			c, err := db.Callback(ctx, app.ID)
			ok(t, err)
			l, err := db.Listener(app, c)
			ok(t, err)
			return l
		}
		want, err := wechat.ParseAESKey(in.AESKey)
		ok(t, err)
		equal(t, "listener", listener(), wechat.Callback{Appid: app.Appid, Token: in.Token, Key: want, Mode: wechat.CallbackSecure, MaxAge: 5 * time.Minute})
		ok(t, db.SaveCallback(ctx, modelstest.Tester, app.ID, models.CallbackInput{Mode: wechat.CallbackCompat, CreditsFrom: models.CreditsByReport}))
		kept := listener()
		equal(t, "kept secrets", fmt.Sprint(kept.Token, kept.Key == want, kept.Mode), "pushToken7truecompat")
		token, aesKey, err := db.NewCallbackSecrets(ctx, modelstest.Tester, app.ID)
		ok(t, err)
		made, err := wechat.ParseAESKey(aesKey)
		ok(t, err)
		equal(t, "new secrets", fmt.Sprint(listener().Token == token, listener().Key == made, listener().Mode), "true truecompat")
		for _, table := range []string{"callbacks", "audit_entries"} {
			for _, secret := range []string{in.Token, in.AESKey, token, aesKey} {
				if strings.Contains(db.Dump(t, table), secret) {
					t.Errorf("table %s shows a secret", table)
				}
			}
		}
		replaced := db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'app.callback' AND after_json LIKE '%\"Replaced\":[\"token\",\"aes_key\"]%'")
		equal(t, "entries that say what was replaced", replaced, 2)

		ok(t, db.Exec("UPDATE callbacks SET token = aes_key"))
		c, err := db.Callback(ctx, app.ID)
		ok(t, err)
		_, err = db.Listener(app, c)
		wantError(t, err, models.ErrWrongKey) // a sealed value opens in its own place only
	})
}

func TestWithoutCallbackNothingIsBelieved(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	app := db.App(t)
	c, err := db.Callback(t.Context(), app.ID)
	ok(t, err)
	l, err := db.Listener(app, c)
	ok(t, err)
	q := wechat.CallbackQuery{Timestamp: fmt.Sprint(db.Clock.Now().Unix()), Nonce: "1"}
	q.Signature = wechat.CallbackSignature("", q.Timestamp, q.Nonce)
	_, err = l.Verify(q, db.Clock.Now())
	wantError(t, err, wechat.ErrBadSignature)
	_, err = l.Open(q, []byte("{}"), db.Clock.Now())
	wantError(t, err, wechat.ErrBadSignature)
	equal(t, "where credits come from", c.Source(db.Now()), models.CreditsByReport)

	// A new App that has its secrets made gets the safest mode.
	_, _, err = db.NewCallbackSecrets(t.Context(), modelstest.Tester, app.ID)
	ok(t, err)
	c, err = db.Callback(t.Context(), app.ID)
	ok(t, err)
	equal(t, "mode", fmt.Sprint(c.Mode, c.Ready()), "securetrue")
}

func TestPushesAreNotedOnceAMinute(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		ok(t, db.SaveCallback(ctx, modelstest.Tester, app.ID, callbackInput()))
		note := func(refusal models.PushRefusal) models.Callback {
			t.Helper()
			c, err := db.Callback(ctx, app.ID)
			ok(t, err)
			ok(t, db.NotePush(ctx, c, refusal))
			c, err = db.Callback(ctx, app.ID)
			ok(t, err)
			return c
		}
		first := db.Now()
		equal(t, "first", note("").PushedAt, first)
		db.Clock.Advance(59 * time.Second)
		equal(t, "within a minute", note("").PushedAt, first)
		equal(t, "a refusal", note(models.RefusedStale).RefusedAt, db.Now())
		db.Clock.Advance(time.Second)
		equal(t, "after a minute", note("").PushedAt, db.Now())
		equal(t, "another refusal", note(models.RefusedSignature).Refusal, models.RefusedSignature)
		ok(t, db.NoteCallbackCheck(ctx, app.ID))
		equal(t, "checked", note("").CheckedAt, db.Now())
	})
}

func TestRefusalsHaveNames(t *testing.T) {
	t.Parallel()
	for _, err := range []error{wechat.ErrBadSignature, wechat.ErrStale, wechat.ErrForeignPush, wechat.ErrNotDecrypted, wechat.ErrNotEncrypted, wechat.ErrUnreadable} {
		if models.RefusalOf(fmt.Errorf("open: %w", err)) == "" {
			t.Errorf("%v has no name", err)
		}
	}
	equal(t, "another error", models.RefusalOf(errors.New("database is gone")), "")
}
