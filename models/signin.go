package models

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// nobodysHash is compared when there is no such account, so that the time an
// answer takes does not tell which accounts exist.
var nobodysHash = sync.OnceValues(func() (string, error) {
	return hashPassword(context.Background(), "nobody's password")
})

// SignIn checks email and password. ErrUnauthorized says no more than that they
// do not fit; ErrLockedOut that trying is over for a while. Whoever
// HasSecondStep is not signed in yet: see SecondStep.
func (s *Store) SignIn(ctx context.Context, actor Actor, email, password string) (Staff, error) {
	email = normalEmail(email)
	if len(email) > 254 || len(password) > 1024 {
		return Staff{}, ErrUnauthorized
	}
	limits := s.signInLimits(actor, email)
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

func (s *Store) noteFailedSignIn(ctx context.Context, actor Actor, email string, limits map[string]limit) error {
	err := s.InTx(ctx, func(tx *Store) error {
		if err := tx.addFailures(ctx, limits); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{Action: "staff.sign_in_failed", Object: "staff", ObjectID: actor.ID, After: map[string]string{"email": email}})
	})
	if err != nil {
		return fmt.Errorf("note failed sign-in: %w", err)
	}
	return ErrUnauthorized
}

// noteSignIn ends a sign-in, or the first step of one: that forgives nothing,
// or who has a password could try codes for ever.
func (s *Store) noteSignIn(ctx context.Context, actor Actor, member Staff, limits map[string]limit) error {
	return s.InTx(ctx, func(tx *Store) error {
		// Again: many guesses sent at once all pass the first look.
		if err := tx.checkLockouts(ctx, limits); err != nil {
			return err
		}
		if member.HasSecondStep() {
			return tx.audit(ctx, actor, change{Action: "staff.first_step", Object: "staff", ObjectID: member.ID})
		}
		if err := tx.forgetFailures(ctx, limits); err != nil {
			return err
		}
		return tx.signedIn(ctx, actor, member, nil)
	})
}

func (s *Store) signedIn(ctx context.Context, actor Actor, member Staff, how any) error {
	if err := s.db.WithContext(ctx).Model(&Staff{}).Where("id = ?", member.ID).UpdateColumn("signed_in_at", s.Now()).Error; err != nil {
		return fmt.Errorf("note sign-in: %w", err)
	}
	return s.audit(ctx, actor, change{Action: "staff.sign_in", Object: "staff", ObjectID: member.ID, After: how})
}

// SecondStep ends the sign-in of whoever gave the password, with a code of
// their authenticator or one of their recovery codes.
func (s *Store) SecondStep(ctx context.Context, actor Actor, staffID int64, code string) (Staff, error) {
	limits := codeLimits(staffID)
	var member Staff
	var good bool
	err := s.InTx(ctx, func(tx *Store) error {
		if err := tx.checkLockouts(ctx, limits); err != nil {
			return err
		}
		var err error
		if member, err = tx.staffForUpdate(ctx, staffID); err != nil {
			return err
		}
		actor.ID, actor.Name = member.ID, member.Name
		how := ""
		if member.DisabledAt == 0 {
			if how, err = tx.takeCode(ctx, member, code); err != nil {
				return err
			}
		}
		if good = how != ""; !good {
			if err := tx.addFailures(ctx, limits); err != nil {
				return err
			}
			return tx.audit(ctx, actor, change{Action: "staff.code_failed", Object: "staff", ObjectID: staffID})
		}
		for _, forgiven := range []map[string]limit{limits, tx.signInLimits(actor, member.Email)} {
			if err := tx.forgetFailures(ctx, forgiven); err != nil {
				return err
			}
		}
		return tx.signedIn(ctx, actor, member, map[string]string{"second_step": how})
	})
	switch {
	case errors.Is(err, ErrNotFound):
		return Staff{}, ErrUnauthorized
	case err != nil:
		return Staff{}, fmt.Errorf("second step: %w", err)
	case !good:
		return Staff{}, ErrUnauthorized
	}
	return member, nil
}

// reauthenticate asks for the password of somebody who is signed in, before
// what a passer-by at their desk must not do.
func (s *Store) reauthenticate(ctx context.Context, actor Actor, member Staff, password string) error {
	limits := s.signInLimits(actor, member.Email)
	if err := s.checkLockouts(ctx, limits); err != nil {
		return err
	}
	good := false
	if len(password) <= 1024 {
		var err error
		if good, err = samePassword(ctx, password, member.PasswordHash); err != nil {
			return err
		}
	}
	if good {
		return nil
	}
	if err := s.noteFailedSignIn(ctx, actor, member.Email, limits); !errors.Is(err, ErrUnauthorized) {
		return err
	}
	return &ValidationError{Fields: []FieldError{{Field: "current", Reason: ReasonWrongPassword}}}
}
