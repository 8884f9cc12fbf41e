package models_test

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func from(ip string) models.Actor { return models.Actor{Kind: models.ActorStaff, IP: ip} }

func TestSignIn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		member := db.Staff(t, func(in *models.StaffInput) { in.Email = "shop@example.com" })
		disabled := db.Staff(t)
		_, err := db.UpdateStaff(t.Context(), modelstest.Tester, disabled.ID, models.StaffInput{Email: disabled.Email, Name: "n", Role: models.RoleAdmin, Disabled: true})
		ok(t, err)
		tests := []struct {
			name, email, password string
			want                  error
		}{
			{"right", "shop@example.com", modelstest.Password, nil},
			{"email in any case", "  SHOP@Example.com ", modelstest.Password, nil},
			{"wrong password", "shop@example.com", modelstest.Password + " ", models.ErrUnauthorized},
			{"password in another case", "shop@example.com", strings.ToUpper(modelstest.Password), models.ErrUnauthorized},
			{"no password", "shop@example.com", "", models.ErrUnauthorized},
			{"nobody", "nobody@example.com", modelstest.Password, models.ErrUnauthorized},
			{"nobody with the password of nobody", "nobody@example.com", "nobody's password", models.ErrUnauthorized},
			{"disabled", disabled.Email, modelstest.Password, models.ErrUnauthorized},
			{"endless email", strings.Repeat("a", 300), "x", models.ErrUnauthorized},
			{"endless password", "shop@example.com", strings.Repeat("a", 1025), models.ErrUnauthorized},
			{"no email", "", "", models.ErrUnauthorized},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				got, err := db.SignIn(t.Context(), from("192.0.2.7"), test.email, test.password)
				if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
					t.Errorf("error = %v, want %v", err, test.want)
				}
				equal(t, "signed in", got.ID == member.ID, test.want == nil)
			})
		}
		stored, err := db.StaffMember(t.Context(), member.ID)
		ok(t, err)
		equal(t, "signed in at", stored.SignedInAt, db.Now())
		entries := db.Raw(t, "SELECT action, ip FROM audit_entries WHERE object_id = ? AND action LIKE 'staff.sign_in%' ORDER BY id LIMIT 3", member.ID)
		equal(t, "audited", len(entries), 3)
		equal(t, "first", entries[0][0]+entries[0][1], "staff.sign_in192.0.2.7")
		equal(t, "third", entries[2][0], "staff.sign_in_failed")
		if strings.Contains(db.Dump(t, "audit_entries"), modelstest.Password) {
			t.Error("a password stands in the audit")
		}
	})
}

func TestLockout(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const attacker, home = "203.0.113.9", "192.0.2.1"
		victim, colleague := db.Staff(t), db.Staff(t)
		try := func(ip, email, password string, want error) {
			t.Helper()
			if _, err := db.SignIn(t.Context(), from(ip), email, password); !errors.Is(err, want) || (err == nil) != (want == nil) {
				t.Errorf("%s as %s: error = %v, want %v", ip, email, err, want)
			}
		}
		for range 5 {
			try(attacker, victim.Email, "wrong password", models.ErrUnauthorized)
		}
		try(attacker, victim.Email, modelstest.Password, models.ErrLockedOut)
		try(attacker, strings.ToUpper(victim.Email), modelstest.Password, models.ErrLockedOut)
		try(home, victim.Email, modelstest.Password, nil)        // a stranger locks nobody else out
		try(attacker, colleague.Email, modelstest.Password, nil) // nor a machine for everybody
		db.Clock.Advance(15*time.Minute - time.Millisecond)
		try(attacker, victim.Email, modelstest.Password, models.ErrLockedOut)
		db.Clock.Advance(time.Millisecond)
		try(attacker, victim.Email, "wrong password", models.ErrUnauthorized) // counts from one again
		try(attacker, victim.Email, modelstest.Password, nil)
	})
}

func TestLockoutForgets(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		member := db.Staff(t)
		fail := func(times int) {
			t.Helper()
			for range times {
				_, err := db.SignIn(t.Context(), from("192.0.2.1"), member.Email, "wrong password")
				wantError(t, err, models.ErrUnauthorized)
			}
		}
		succeed := func() {
			t.Helper()
			_, err := db.SignIn(t.Context(), from("192.0.2.1"), member.Email, modelstest.Password)
			ok(t, err)
		}
		fail(4)
		db.Clock.Advance(15 * time.Minute)
		fail(4) // the first four are forgotten
		succeed()
		fail(4) // success forgave the others
		succeed()
	})
}

func TestLockoutOfAnAddress(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		member := db.Staff(t)
		fail := func(email string) {
			t.Helper()
			_, err := db.SignIn(t.Context(), from("203.0.113.9"), email, "wrong password")
			wantError(t, err, models.ErrUnauthorized)
		}
		fail("a@example.com")
		ok(t, db.Exec("UPDATE lockouts SET failures = 48 WHERE subject = 'address:203.0.113.9'")) // as if 47 more had been tried
		fail("b@example.com")
		_, err := db.SignIn(t.Context(), from("203.0.113.9"), member.Email, modelstest.Password)
		ok(t, err) // one good sign-in does not make an address trusted
		fail("c@example.com")
		_, err = db.SignIn(t.Context(), from("203.0.113.9"), member.Email, modelstest.Password)
		wantError(t, err, models.ErrLockedOut)
		_, err = db.SignIn(t.Context(), from("203.0.113.10"), member.Email, modelstest.Password)
		ok(t, err)
	})
}

// Guesses that come at once are counted one by one, on all nodes together.
func TestFailuresAtOnceAllCount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		stores := []*models.Store{db.Store, db.Second(t)}
		var mu sync.Mutex
		judged := int64(0)
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				_, err := stores[i%2].SignIn(t.Context(), from("203.0.113.9"), "victim@example.com", "wrong password")
				mu.Lock()
				defer mu.Unlock()
				if errors.Is(err, models.ErrUnauthorized) {
					judged++
				} else if !errors.Is(err, models.ErrLockedOut) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, row := range db.Raw(t, "SELECT subject, failures FROM lockouts") {
			equal(t, row[0], row[1], db.Raw(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'staff.sign_in_failed'")[0][0])
		}
		equal(t, "audited", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'staff.sign_in_failed'"), judged)
	})
}

// A flood of guesses passes the first look together; the right one among them
// must not be believed after so many wrong ones. On a busy machine it may overtake
// them, rightly: then it tries again.
func TestRightGuessInAFloodIsNotBelieved(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for range 20 {
			member := db.Staff(t)
			failed := "SELECT COUNT(*) FROM audit_entries WHERE action = 'staff.sign_in_failed' AND object_id = " + strconv.FormatInt(member.ID, 10)
			var wg sync.WaitGroup
			for range 16 {
				wg.Go(func() { _, _ = db.SignIn(t.Context(), from("203.0.113.9"), member.Email, "wrong password") })
			}
			for db.Number(t, failed) == 0 { // by then most of them wait for their turn to be hashed
				time.Sleep(time.Millisecond)
			}
			before := db.Number(t, failed)
			_, err := db.SignIn(t.Context(), from("203.0.113.9"), member.Email, modelstest.Password)
			wg.Wait()
			if err != nil || before >= 5 {
				wantError(t, err, models.ErrLockedOut)
				return
			}
			ok(t, db.Exec("DELETE FROM lockouts"))
		}
		t.Error("the right guess was believed twenty times")
	})
}
