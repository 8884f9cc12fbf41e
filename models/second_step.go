package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// secondStepName is the setting with the roles that must have a second step.
const secondStepName = "second_step_roles"

// SecondStepRoles lists the roles whose members cannot go on without having set
// up a second step of signing in.
func (s *Store) SecondStepRoles(ctx context.Context) ([]Role, error) {
	var row setting
	err := one(s.read.WithContext(ctx).Where("name = ?", secondStepName).Take(&row).Error, "roles with a second step")
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var roles []Role
	for word := range strings.SplitSeq(row.Value, ",") {
		if role := Role(word); role.Valid() {
			roles = append(roles, role)
		}
	}
	return roles, nil
}

// MustSetUpSecondStep tells whether somebody has to before anything else.
func (s *Store) MustSetUpSecondStep(ctx context.Context, member Staff) (bool, error) {
	if member.HasSecondStep() {
		return false, nil
	}
	roles, err := s.SecondStepRoles(ctx)
	return slices.Contains(roles, member.Role), err
}

// SetSecondStepRoles decides which roles must have a second step.
func (s *Store) SetSecondStepRoles(ctx context.Context, actor Actor, roles []Role) error {
	var words []string
	for _, role := range Roles {
		if slices.Contains(roles, role) {
			words = append(words, string(role))
		}
	}
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.lockSetting(ctx, secondStepName)
		if err != nil {
			return err
		}
		after := setting{Name: secondStepName, Value: strings.Join(words, ",")}
		if err := tx.db.WithContext(ctx).Select("value", "updated_at").Updates(&after).Error; err != nil {
			return fmt.Errorf("save roles with a second step: %w", err)
		}
		return tx.audit(ctx, actor, change{Action: "settings.second_step", Object: "settings",
			Before: map[string]string{"roles": before.Value}, After: map[string]string{"roles": after.Value}})
	})
}

// lockSetting holds a setting until the transaction ends, and makes it empty
// where there is none. Should two make it at once, InTx begins anew for one.
func (s *Store) lockSetting(ctx context.Context, name string) (setting, error) {
	var row setting
	err := one(s.forUpdate(ctx).Where("name = ?", name).Take(&row).Error, "setting "+name)
	if errors.Is(err, ErrNotFound) {
		row = setting{Name: name}
		if err := s.db.WithContext(ctx).Create(&row).Error; err != nil {
			return setting{}, fmt.Errorf("add setting %s: %w", name, err)
		}
		return row, nil
	}
	return row, err
}
