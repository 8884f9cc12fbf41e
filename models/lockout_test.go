package models_test

import (
	"errors"
	"fmt"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// A stranger behind the same address, say in the same office, can neither lock
// the owner out by their account nor by the address.
func TestStrangersLockNobodyOutWhereTheySignedInBefore(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		member := db.Staff(t)
		office, known := from("198.51.100.4"), from("198.51.100.4")
		known.Device = db.DeviceToken(member.Email)
		sign := func(actor models.Actor, password string, want error) {
			t.Helper()
			if _, err := db.SignIn(t.Context(), actor, member.Email, password); !errors.Is(err, want) || (err == nil) != (want == nil) {
				t.Errorf("error = %v, want %v", err, want)
			}
		}
		for range 5 {
			sign(office, "wrong password", models.ErrUnauthorized)
		}
		sign(office, modelstest.Password, models.ErrLockedOut)
		sign(known, modelstest.Password, nil)
		ok(t, db.Exec("UPDATE lockouts SET failures = 50, locked_until = ? WHERE subject = 'address:198.51.100.4'", db.Now()+1000))
		sign(known, modelstest.Password, nil)

		foreign := known
		foreign.Device = db.DeviceToken("other@example.com")
		sign(foreign, modelstest.Password, models.ErrLockedOut) // the token of another account is worth nothing
		foreign.Device = known.Device + "0"
		sign(foreign, modelstest.Password, models.ErrLockedOut)
		foreign.Device = "."
		sign(foreign, modelstest.Password, models.ErrLockedOut)

		for range 10 { // whoever took the browser does not guess for ever
			sign(known, "wrong password", models.ErrUnauthorized)
		}
		sign(known, modelstest.Password, models.ErrLockedOut)
	})
}

// Whoever has one IPv6 address has 2^64 of them.
func TestNeighbouringIPv6AddressesCountTogether(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		member := db.Staff(t)
		for i := range 5 {
			_, err := db.SignIn(t.Context(), from(fmt.Sprintf("2001:db8:1:2::%x", i+1)), member.Email, "wrong password")
			wantError(t, err, models.ErrUnauthorized)
		}
		_, err := db.SignIn(t.Context(), from("2001:db8:1:2:ffff:ffff:ffff:ffff"), member.Email, modelstest.Password)
		wantError(t, err, models.ErrLockedOut)
		_, err = db.SignIn(t.Context(), from("2001:db8:1:3::1"), member.Email, modelstest.Password)
		ok(t, err)
		for range 5 {
			_, err = db.SignIn(t.Context(), from("::ffff:192.0.2.8"), member.Email, "wrong password")
			wantError(t, err, models.ErrUnauthorized)
		}
		_, err = db.SignIn(t.Context(), from("192.0.2.8"), member.Email, modelstest.Password)
		wantError(t, err, models.ErrLockedOut) // the same address, written the IPv6 way
	})
}
