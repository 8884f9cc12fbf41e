package models

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// The limits of failed sign-ins. They count per account and address together,
// so that a stranger cannot lock anybody else out, and per address, so that one
// machine cannot try many accounts.
const (
	maxPairFailures    = 5
	maxAddressFailures = 50
	lockoutTime        = 15 * time.Minute
)

// ErrLockedOut is what a LockedOutError is.
var ErrLockedOut = errors.New("too many failed sign-ins")

// LockedOutError is returned by SignIn while an account and address must wait.
type LockedOutError struct{ Until Millis }

// Error is for logs.
func (e LockedOutError) Error() string {
	return fmt.Sprintf("%v: until %v", ErrLockedOut, e.Until.Time())
}

// Unwrap makes it an ErrLockedOut.
func (LockedOutError) Unwrap() error { return ErrLockedOut }

// lockout counts failures of one subject.
type lockout struct {
	Subject     string `gorm:"primaryKey"`
	Failures    int
	FailedAt    Millis
	LockedUntil Millis
}

// nobodysHash is compared when there is no such account, so that the time an
// answer takes does not tell which accounts exist.
var nobodysHash = sync.OnceValues(func() (string, error) {
	return hashPassword(context.Background(), "nobody's password")
})

// SignIn checks email and password. ErrUnauthorized says no more than that they
// do not fit; ErrLockedOut that trying is over for a while.
func (s *Store) SignIn(ctx context.Context, actor Actor, email, password string) (Staff, error) {
	email = normalEmail(email)
	if len(email) > 254 || len(password) > 1024 {
		return Staff{}, ErrUnauthorized
	}
	address := clipBytes(actor.IP, 64)
	limits := map[string]int{"pair:" + email + "|" + address: maxPairFailures, "address:" + address: maxAddressFailures}
	if err := s.checkLockouts(ctx, limits); err != nil {
		return Staff{}, err
	}
	member, err := s.staffByEmail(ctx, email)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Staff{}, err
	}
	hash := member.PasswordHash
	if hash == "" {
		if hash, err = nobodysHash(); err != nil {
			return Staff{}, err
		}
	}
	same, err := samePassword(ctx, password, hash)
	if err != nil {
		return Staff{}, err
	}
	actor.ID, actor.Name = member.ID, member.Name
	if !same || member.ID == 0 || member.DisabledAt != 0 {
		return Staff{}, s.noteFailedSignIn(ctx, actor, email, limits)
	}
	if err := s.noteSignIn(ctx, actor, member, limits); err != nil {
		return Staff{}, err
	}
	return member, nil
}

func (s *Store) checkLockouts(ctx context.Context, limits map[string]int) error {
	var rows []lockout
	err := s.read.WithContext(ctx).Where("subject IN ? AND locked_until > ?", slices.Collect(maps.Keys(limits)), s.Now()).Find(&rows).Error
	if err != nil {
		return fmt.Errorf("look for lockouts: %w", err)
	}
	var until Millis
	for _, row := range rows {
		until = max(until, row.LockedUntil)
	}
	if until != 0 {
		return LockedOutError{until}
	}
	return nil
}

func (s *Store) noteFailedSignIn(ctx context.Context, actor Actor, email string, limits map[string]int) error {
	err := s.InTx(ctx, func(tx *Store) error {
		for _, subject := range slices.Sorted(maps.Keys(limits)) { // one order for all: no deadlocks
			if err := tx.addFailure(ctx, subject, limits[subject]); err != nil {
				return err
			}
		}
		return tx.audit(ctx, actor, change{Action: "staff.sign_in_failed", Object: "staff", ObjectID: actor.ID, After: map[string]string{"email": email}})
	})
	if err != nil {
		return fmt.Errorf("note failed sign-in: %w", err)
	}
	return ErrUnauthorized
}

func (s *Store) addFailure(ctx context.Context, subject string, limit int) error {
	now := s.Now()
	var row lockout
	err := one(s.forUpdate(ctx).Where("subject = ?", subject).Take(&row).Error, "lockout")
	isNew := errors.Is(err, ErrNotFound)
	if err != nil && !isNew {
		return err
	}
	if row.FailedAt.Add(lockoutTime) <= now { // old failures are forgotten
		row.Failures = 0
	}
	row.Subject, row.Failures, row.FailedAt = subject, row.Failures+1, now
	if row.Failures >= limit {
		row.LockedUntil = now.Add(lockoutTime)
	}
	if isNew {
		return s.db.WithContext(ctx).Create(&row).Error
	}
	return s.db.WithContext(ctx).Select("*").Updates(&row).Error
}

func (s *Store) noteSignIn(ctx context.Context, actor Actor, member Staff, limits map[string]int) error {
	return s.InTx(ctx, func(tx *Store) error {
		// Again: many guesses sent at once all pass the first look.
		if err := tx.checkLockouts(ctx, limits); err != nil {
			return err
		}
		for subject, limit := range limits {
			if limit == maxPairFailures {
				if err := tx.db.WithContext(ctx).Where("subject = ?", subject).Delete(&lockout{}).Error; err != nil {
					return fmt.Errorf("forget failures: %w", err)
				}
			}
		}
		if err := tx.db.WithContext(ctx).Model(&Staff{}).Where("id = ?", member.ID).UpdateColumn("signed_in_at", tx.Now()).Error; err != nil {
			return fmt.Errorf("note sign-in: %w", err)
		}
		return tx.audit(ctx, actor, change{Action: "staff.sign_in", Object: "staff", ObjectID: member.ID})
	})
}
