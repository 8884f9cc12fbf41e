package models

import (
	"context"
	"encoding/base32"
	"fmt"
	"strings"
)

// SetupToken opens the set-up page while there is no staff. It comes from the
// secret key, so that every process over the database prints the same one, and
// opens nothing any more once somebody can sign in.
func (s *Store) SetupToken() string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s.setup))
}

// NeedsSetup tells whether nobody has an account yet.
func (s *Store) NeedsSetup(ctx context.Context) (bool, error) {
	var ids []int64
	if err := s.read.WithContext(ctx).Model(&Staff{}).Limit(1).Pluck("id", &ids).Error; err != nil {
		return false, fmt.Errorf("look for staff: %w", err)
	}
	return len(ids) == 0, nil
}

// CheckSetup is nil when the token opens the set-up page, ErrConflict when there
// is staff, and ErrForbidden otherwise.
func (s *Store) CheckSetup(ctx context.Context, token string) error {
	needed, err := s.NeedsSetup(ctx)
	switch {
	case err != nil:
		return err
	case !needed:
		return fmt.Errorf("set up: there is staff: %w", ErrConflict)
	case !same(token, s.SetupToken()):
		return fmt.Errorf("set up: wrong token: %w", ErrForbidden)
	}
	return nil
}

// SetUp adds the first admin for whoever has the token. Of two at once, one wins.
func (s *Store) SetUp(ctx context.Context, actor Actor, token string, in StaffInput) (Staff, error) {
	if err := s.CheckSetup(ctx, token); err != nil {
		return Staff{}, err
	}
	in.Role, in.Limited, in.Disabled = RoleAdmin, false, false
	actor.Name = in.Name
	return s.addStaff(ctx, actor, in, func(tx *Store) error {
		if _, err := tx.lockSetting(ctx, "set_up"); err != nil {
			return err
		}
		return tx.CheckSetup(ctx, token)
	})
}
