package models_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestInTxIsAllOrNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		save := func(tx *models.Store, openid string) error {
			_, err := tx.SaveRecipient(ctx, modelstest.Tester, app.ID, models.RecipientInput{Openid: openid})
			return err
		}
		rows := func() int64 { return db.Number(t, "SELECT COUNT(*) FROM recipients") }
		failure := errors.New("changed my mind")

		wantError(t, db.InTx(ctx, func(tx *models.Store) error { return errors.Join(save(tx, "o1"), failure) }), failure)
		equal(t, "after a failure", rows(), 0)
		wantError(t, db.InTx(ctx, func(tx *models.Store) error {
			ok(t, save(tx, "o1"))
			return tx.InTx(ctx, func(tx *models.Store) error { return errors.Join(save(tx, "o2"), failure) })
		}), failure)
		equal(t, "after a failure inside", rows(), 0)
		ok(t, db.InTx(ctx, func(tx *models.Store) error {
			ok(t, save(tx, "o1"))
			_, err := tx.RecipientByOpenid(ctx, app.ID, "o1") // reads its own writes
			return errors.Join(err, save(tx, "o2"))
		}))
		equal(t, "after success", rows(), 2)

		cancelled, cancel := context.WithCancel(ctx)
		err := db.InTx(cancelled, func(tx *models.Store) error {
			cancel()
			_, err := tx.SaveRecipient(cancelled, modelstest.Tester, app.ID, models.RecipientInput{Openid: "o3"})
			return err
		})
		if err == nil {
			t.Error("a cancelled transaction ended well")
		}
		equal(t, "after a cancelled one", rows(), 2)
	})
}

// Values in statements are secrets and people's data; no log at any level has them.
func TestLogHoldsNoValues(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		var log bytes.Buffer
		database, err := models.ParseDatabase(db.URL)
		ok(t, err)
		store, err := models.Open(ctx, database, models.Options{
			SecretKey: modelstest.Key, Now: db.Clock.Now, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 10})),
		})
		ok(t, err)
		in := models.NewAppInput()
		in.Appid, in.Name, in.Secret = "wxlogged", "店", "app-secret-value"
		for range 2 { // the second one is refused
			_, _ = store.AddApp(ctx, modelstest.Tester, in)
		}
		_, err = store.LeaseToken(ctx, "wxlogged", "a", db.Clock.Now().Add(time.Minute))
		ok(t, err)
		ok(t, store.SaveToken(ctx, "wxlogged", "a", "token-value", db.Clock.Now().Add(time.Hour)))
		_, _ = store.RecipientByOpenid(ctx, 1, "openid-value")
		ok(t, db.Exec("DROP TABLE recipients"))
		_, err = store.RecipientByOpenid(ctx, 1, "openid-value")
		if err == nil {
			t.Error("found in a table that is gone")
		}
		ok(t, store.Close())
		if strings.Contains(log.String(), "-value") || strings.Contains(err.Error(), "-value") {
			t.Errorf("a value stands in the log or the error: %s %v", log.String(), err)
		}
	})
}

func TestPing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		second := db.Second(t)
		ok(t, second.Ping(t.Context()))
		ok(t, second.Close())
		if second.Ping(t.Context()) == nil {
			t.Error("a closed store answers")
		}
	})
}

func TestValidationError(t *testing.T) {
	t.Parallel()
	var bad models.ValidationError
	ok(t, bad.Err())
	bad.Add("to", models.ReasonRequired)
	bad.Add("page", models.ReasonTooLong, 1024)
	bad.Add("to", models.ReasonBadFormat)
	wantRefused(t, bad.Err(), refused("to", models.ReasonRequired), refused("page", models.ReasonTooLong, 1024), refused("to", models.ReasonBadFormat))
	first, found := bad.Of("to")
	equal(t, "first of a field", first, refused("to", models.ReasonRequired))
	equal(t, "found", found, true)
	_, found = bad.Of("data")
	equal(t, "another field", found, false)
	equal(t, "in words", bad.Error(), "refused values: to: required, page: too_long, to: bad_format")
}
