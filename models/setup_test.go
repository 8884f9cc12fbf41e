package models_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func firstAdmin(email string) models.StaffInput {
	return models.StaffInput{Email: email, Name: "店长", Role: models.RoleMarketer, Password: modelstest.Password, Disabled: true}
}

func TestSetUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, token := t.Context(), db.SetupToken()
		equal(t, "another process prints the same", db.Second(t).SetupToken(), token)
		equal(t, "length", len(token), 26)
		other := openWith(t, db.URL, models.SecretKey{9})
		if other.SetupToken() == token {
			t.Error("the token does not depend on the key")
		}
		for _, wrong := range []string{"", token[1:], token + "a"} {
			_, err := db.SetUp(ctx, modelstest.Tester, wrong, firstAdmin("a@example.com"))
			wantError(t, err, models.ErrForbidden)
		}
		in := firstAdmin("a@example.com")
		in.Password = "short"
		_, err := db.SetUp(ctx, modelstest.Tester, token, in)
		wantRefused(t, err, refused("password", models.ReasonTooShort, 10))
		member, err := db.SetUp(ctx, modelstest.Tester, token, firstAdmin("a@example.com"))
		ok(t, err)
		equal(t, "role", member.Role, models.RoleAdmin)
		equal(t, "disabled at", member.DisabledAt, 0)
		_, err = db.SetUp(ctx, modelstest.Tester, token, firstAdmin("b@example.com"))
		wantError(t, err, models.ErrConflict)
		wantError(t, db.CheckSetup(ctx, token), models.ErrConflict)
	})
}

// Two people open the link at once: one becomes the admin.
func TestSetUpAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		stores := []*models.Store{db.Store, db.Second(t)}
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				_, err := stores[i%2].SetUp(t.Context(), modelstest.Tester, db.SetupToken(), firstAdmin(fmt.Sprintf("s%d@example.com", i)))
				if err != nil && !errors.Is(err, models.ErrConflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		equal(t, "admins", db.Number(t, "SELECT COUNT(*) FROM staff"), 1)
	})
}
