package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestClientTokens(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, other := t.Context(), db.App(t), db.App(t)
		token, err := db.AddClientToken(ctx, app, "o1")
		ok(t, err)
		second, err := db.AddClientToken(ctx, app, "o1")
		ok(t, err)
		if token == second || len(token) < 50 || strings.Contains(db.Dump(t, "client_tokens"), token) {
			t.Error("tokens repeat, are short, or stand in the database")
		}
		openid, err := db.Second(t).ClientOf(ctx, app, token) // another node
		ok(t, err)
		equal(t, "openid", openid, "o1")
		for name, wrong := range map[string]string{"nothing": "", "half": token[:30], "another": "xc_nonsense", "an API key": "xs_" + token[3:], "with a blank": token + " "} {
			if _, err := db.ClientOf(ctx, app, wrong); err == nil {
				t.Errorf("%s opens the door", name)
			}
		}
		_, err = db.ClientOf(ctx, other, token)
		wantError(t, err, models.ErrUnauthorized)

		db.Clock.Advance(models.ClientTokenLife - time.Millisecond)
		late, err := db.AddClientToken(ctx, app, "o2")
		ok(t, err)
		_, err = db.ClientOf(ctx, app, token)
		ok(t, err)
		db.Clock.Advance(time.Millisecond)
		_, err = db.ClientOf(ctx, app, token)
		wantError(t, err, models.ErrUnauthorized)

		for i := range 1001 { // more than one sweep's worth
			ok(t, db.Exec("INSERT INTO client_tokens (token_hash, app_id, openid, expires_at) VALUES (?, ?, 'o1', 1)", fmt.Sprint(i), app.ID))
		}
		ok(t, db.SweepClientTokens(ctx))
		equal(t, "after a sweep", db.Number(t, "SELECT COUNT(*) FROM client_tokens"), 1)
		_, err = db.ClientOf(ctx, app, late)
		ok(t, err)
		_, err = db.AddClientToken(ctx, app, "o 1")
		wantRefused(t, err, refused("openid", models.ReasonBadFormat))
	})
}
