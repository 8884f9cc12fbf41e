package models_test

import (
	"bytes"
	"errors"
	"image/png"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// codeAt is what an authenticator shows.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	ok(t, err)
	return code
}

// enrolled is somebody with a second step, their secret and recovery codes.
func enrolled(t *testing.T, db *modelstest.DB) (member models.Staff, secret string, recovery []string) {
	t.Helper()
	member = db.Staff(t)
	begun, err := db.BeginSecondStep(t.Context(), member.ID)
	ok(t, err)
	recovery, err = db.ConfirmSecondStep(t.Context(), modelstest.Tester, member.ID, codeAt(t, begun.Secret, db.Clock.Now()))
	ok(t, err)
	member, err = db.StaffMember(t.Context(), member.ID)
	ok(t, err)
	db.Clock.Advance(time.Minute) // the code of the set-up is spent
	return member, begun.Secret, recovery
}

func TestSecondStepIsSetUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, member := t.Context(), db.Staff(t)
		begun, err := db.BeginSecondStep(ctx, member.ID)
		ok(t, err)
		again, err := db.BeginSecondStep(ctx, member.ID)
		ok(t, err)
		equal(t, "secret after a reload", again.Secret, begun.Secret)
		if _, err := png.Decode(bytes.NewReader(begun.PNG)); err != nil {
			t.Errorf("QR code: %v", err)
		}
		got, err := db.SignIn(ctx, from("192.0.2.1"), member.Email, modelstest.Password)
		ok(t, err)
		equal(t, "takes a code before it is confirmed", got.HasSecondStep(), false)

		token := models.NewSessionToken()
		ok(t, db.SaveSession(ctx, token, models.Session{StaffID: member.ID}))
		_, err = db.ConfirmSecondStep(ctx, modelstest.Tester, member.ID, "000000")
		wantRefused(t, err, refused("code", models.ReasonWrongCode))
		codes, err := db.ConfirmSecondStep(ctx, modelstest.Tester, member.ID, codeAt(t, begun.Secret, db.Clock.Now()))
		ok(t, err)
		equal(t, "recovery codes", len(codes), 10)
		_, err = db.LoadSession(ctx, token)
		wantError(t, err, models.ErrNotFound) // signed in with the password alone
		got, err = db.StaffMember(ctx, member.ID)
		ok(t, err)
		equal(t, "on", got.HasSecondStep(), true)
		_, err = db.BeginSecondStep(ctx, member.ID)
		wantError(t, err, models.ErrConflict)
		_, err = db.ConfirmSecondStep(ctx, modelstest.Tester, member.ID, codeAt(t, begun.Secret, db.Clock.Now()))
		wantError(t, err, models.ErrConflict)

		all := db.Dump(t, "staff") + db.Dump(t, "recovery_codes") + db.Dump(t, "audit_entries")
		for _, secret := range append(codes, begun.Secret, strings.ReplaceAll(codes[0], "-", "")) {
			if strings.Contains(all, secret) {
				t.Errorf("%s stands in the database", secret)
			}
		}
	})
}

func TestSecondStepTakesACodeOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		member, secret, _ := enrolled(t, db)
		try := func(code string, want error) {
			t.Helper()
			got, err := db.SecondStep(ctx, from("192.0.2.1"), member.ID, code)
			if !errors.Is(err, want) || (err == nil) != (want == nil) {
				t.Errorf("%q: %v, want %v", code, err, want)
			}
			equal(t, "member", got.ID == member.ID, want == nil)
		}
		now := codeAt(t, secret, db.Clock.Now())
		try(now[:3]+" "+now[3:], nil)
		try(now, models.ErrUnauthorized) // seen over a shoulder
		try(codeAt(t, secret, db.Clock.Now().Add(-30*time.Second)), models.ErrUnauthorized)
		try(codeAt(t, secret, db.Clock.Now().Add(30*time.Second)), nil) // a phone that is ahead
		try("", models.ErrUnauthorized)
		db.Clock.Advance(time.Hour)
		try(codeAt(t, secret, db.Clock.Now().Add(-time.Minute)), models.ErrUnauthorized)
		try(codeAt(t, secret, db.Clock.Now()), nil)
		equal(t, "sign-ins", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'staff.sign_in'"), 3)
		equal(t, "failures", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'staff.code_failed'"), 4)
		_, err := db.SecondStep(ctx, from("192.0.2.1"), 7, "123456")
		wantError(t, err, models.ErrUnauthorized)
	})
}

// The same code at the same moment, on two nodes, lets one in.
func TestSecondStepAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		member, secret, recovery := enrolled(t, db)
		stores := []*models.Store{db.Store, db.Second(t)}
		for _, code := range []string{codeAt(t, secret, db.Clock.Now()), recovery[0]} {
			var wg sync.WaitGroup
			var mu sync.Mutex
			in := 0
			for i := range 4 {
				wg.Go(func() {
					if _, err := stores[i%2].SecondStep(t.Context(), from("192.0.2.1"), member.ID, code); err == nil {
						mu.Lock()
						in++
						mu.Unlock()
					}
				})
			}
			wg.Wait()
			equal(t, "let in", in, 1)
			ok(t, db.Exec("DELETE FROM lockouts"))
		}
	})
}

func TestRecoveryCodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		member, secret, codes := enrolled(t, db)
		left := func(want int) {
			t.Helper()
			n, err := db.RecoveryCodesLeft(ctx, member.ID)
			ok(t, err)
			equal(t, "left", n, want)
		}
		left(10)
		_, err := db.SecondStep(ctx, from("192.0.2.1"), member.ID, " "+strings.ToUpper(strings.ReplaceAll(codes[0], "-", " ")))
		ok(t, err)
		left(9)
		_, err = db.SecondStep(ctx, from("192.0.2.1"), member.ID, codes[0])
		wantError(t, err, models.ErrUnauthorized)
		other, _, _ := enrolled(t, db)
		_, err = db.SecondStep(ctx, from("192.0.2.1"), other.ID, codes[1])
		wantError(t, err, models.ErrUnauthorized) // somebody else's

		_, err = db.NewRecoveryCodes(ctx, from("192.0.2.1"), member.ID, "wrong password")
		wantRefused(t, err, refused("current", models.ReasonWrongPassword))
		fresh, err := db.NewRecoveryCodes(ctx, from("192.0.2.1"), member.ID, modelstest.Password)
		ok(t, err)
		left(10)
		_, err = db.SecondStep(ctx, from("192.0.2.1"), member.ID, codes[1])
		wantError(t, err, models.ErrUnauthorized) // replaced
		_, err = db.SecondStep(ctx, from("192.0.2.1"), member.ID, fresh[9])
		ok(t, err)

		wantRefused(t, db.DropSecondStep(ctx, from("192.0.2.1"), member.ID, "wrong password"), refused("current", models.ReasonWrongPassword))
		ok(t, db.DropSecondStep(ctx, from("192.0.2.1"), member.ID, modelstest.Password))
		left(0)
		_, err = db.SecondStep(ctx, from("192.0.2.1"), member.ID, codeAt(t, secret, db.Clock.Now()))
		wantError(t, err, models.ErrUnauthorized)
		_, err = db.NewRecoveryCodes(ctx, from("192.0.2.1"), member.ID, modelstest.Password)
		wantError(t, err, models.ErrConflict)
		got, err := db.SignIn(ctx, from("192.0.2.1"), member.Email, modelstest.Password)
		ok(t, err)
		equal(t, "takes a code", got.HasSecondStep(), false)
	})
}

// Five wrong codes end the trying, whatever the address; the first step forgives nothing.
func TestCodesAreNotGuessed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		member, secret, _ := enrolled(t, db)
		for i := range 5 {
			address := from("203.0.113." + string(rune('1'+i)))
			_, err := db.SignIn(ctx, address, member.Email, modelstest.Password)
			ok(t, err)
			_, err = db.SecondStep(ctx, address, member.ID, "000000")
			wantError(t, err, models.ErrUnauthorized)
		}
		_, err := db.SecondStep(ctx, from("192.0.2.1"), member.ID, codeAt(t, secret, db.Clock.Now()))
		wantError(t, err, models.ErrLockedOut)
		db.Clock.Advance(15 * time.Minute)
		_, err = db.SecondStep(ctx, from("192.0.2.1"), member.ID, codeAt(t, secret, db.Clock.Now()))
		ok(t, err)
		equal(t, "first steps", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'staff.first_step'"), 5)
		in := models.StaffInput{Email: member.Email, Name: member.Name, Role: models.RoleOperator, Disabled: true}
		db.Staff(t)
		_, err = db.UpdateStaff(ctx, modelstest.Tester, member.ID, in)
		ok(t, err)
		db.Clock.Advance(time.Minute)
		_, err = db.SecondStep(ctx, from("192.0.2.1"), member.ID, codeAt(t, secret, db.Clock.Now()))
		wantError(t, err, models.ErrUnauthorized) // disabled between the steps
	})
}

func TestRolesThatMustHaveASecondStep(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		member, _, _ := enrolled(t, db)
		plain := db.Staff(t)
		must := func(m models.Staff, want bool) {
			t.Helper()
			got, err := db.MustSetUpSecondStep(ctx, m)
			ok(t, err)
			equal(t, "must", got, want)
		}
		must(plain, false)
		ok(t, db.SetSecondStepRoles(ctx, modelstest.Tester, []models.Role{models.RoleAuditor, models.RoleAdmin, "made up"}))
		roles, err := db.SecondStepRoles(ctx)
		ok(t, err)
		equal(t, "roles", len(roles), 2)
		must(plain, true)
		must(member, false)
		plain.Role = models.RoleMarketer
		must(plain, false)
		ok(t, db.SetSecondStepRoles(ctx, modelstest.Tester, nil))
		plain.Role = models.RoleAdmin
		must(plain, false)
		equal(t, "audited", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'settings.second_step'"), 2)
	})
}
