package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Staff is someone who signs in.
type Staff struct {
	ID           int64
	Email        string
	Name         string
	Role         Role
	Limited      bool   // sees only the Apps of staff_apps; an admin never is
	PasswordHash string `json:"-"`
	TOTPSecret   string `gorm:"column:totp_secret" json:"-"` // sealed; set before the second step is on
	TOTPAt       Millis `gorm:"column:totp_at"`              // since when signing in takes a code; 0: it does not
	TOTPStep     int64  `gorm:"column:totp_step" json:"-"`   // of the last code taken, which is not taken twice
	DisabledAt   Millis
	SignedInAt   Millis
	CreatedAt    Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt    Millis `gorm:"autoUpdateTime:milli"`
}

// TableName is staff: the word has no plural.
func (Staff) TableName() string { return "staff" }

// HasSecondStep tells whether the password alone signs nobody in.
func (m Staff) HasSecondStep() bool { return m.TOTPAt != 0 }

// StaffInput is what is said of a member of staff. An empty Password keeps the
// stored one.
type StaffInput struct {
	Email    string
	Name     string
	Role     Role
	Limited  bool    // to Apps; without it, and for an admin, every App
	Apps     []int64 // ids
	Password string  `json:"-"`
	Disabled bool
}

func (in *StaffInput) validate(isNew bool) error {
	var bad ValidationError
	in.Email, in.Name = normalEmail(in.Email), strings.TrimSpace(in.Name)
	at := strings.LastIndex(in.Email, "@")
	if at < 1 || at == len(in.Email)-1 || len(in.Email) > 254 || strings.ContainsAny(in.Email, " \t\r\n,;<>") {
		bad.Add("email", ReasonBadFormat)
	}
	checkText(&bad, "name", in.Name, 1, 100)
	if !in.Role.Valid() {
		bad.Add("role", ReasonBadChoice)
	}
	if in.Role == RoleAdmin {
		in.Limited = false
	}
	if !in.Limited {
		in.Apps = nil
	}
	if isNew || in.Password != "" {
		checkPassword(&bad, "password", in.Password, in.Email, in.Name)
	}
	return bad.Err()
}

func normalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// auditedStaff is a member of staff as the audit keeps one. Of the password it
// keeps a digest, so that one that was set behind our back does not fit.
type auditedStaff struct {
	Staff
	Apps     []int64
	Password string
}

func (s *Store) auditedStaff(ctx context.Context, member Staff) (auditedStaff, error) {
	apps, err := s.StaffApps(ctx, member.ID)
	return auditedStaff{Staff: member, Apps: apps, Password: digest(member.PasswordHash)}, err
}

// AddStaff adds a member of staff; a taken email is a ValidationError.
func (s *Store) AddStaff(ctx context.Context, actor Actor, in StaffInput) (Staff, error) {
	return s.addStaff(ctx, actor, in, func(*Store) error { return nil })
}

// addStaff adds one unless check, in the same transaction, has an objection.
func (s *Store) addStaff(ctx context.Context, actor Actor, in StaffInput, check func(tx *Store) error) (Staff, error) {
	if err := in.validate(true); err != nil {
		return Staff{}, err
	}
	hash, err := hashPassword(ctx, in.Password)
	if err != nil {
		return Staff{}, err
	}
	var member Staff
	err = s.InTx(ctx, func(tx *Store) error {
		if err := check(tx); err != nil {
			return err
		}
		if _, err := tx.staffByEmail(ctx, in.Email); err == nil {
			return &ValidationError{Fields: []FieldError{{Field: "email", Reason: ReasonTaken}}}
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
		member = Staff{ID: NewID(tx.now()), Email: in.Email, Name: in.Name, Role: in.Role, Limited: in.Limited, PasswordHash: hash}
		if err := tx.db.WithContext(ctx).Create(&member).Error; err != nil {
			return fmt.Errorf("add staff: %w", err)
		}
		if err := tx.setStaffApps(ctx, member.ID, in.Apps); err != nil {
			return err
		}
		after, err := tx.auditedStaff(ctx, member)
		if err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{Action: "staff.add", Object: "staff", ObjectID: member.ID, After: after})
	})
	return member, err
}

// UpdateStaff changes a member of staff. Whoever is disabled, demoted or given
// a new password is signed out everywhere. The last admin stays one.
func (s *Store) UpdateStaff(ctx context.Context, actor Actor, id int64, in StaffInput) (Staff, error) {
	if err := in.validate(false); err != nil {
		return Staff{}, err
	}
	var hash string
	if in.Password != "" {
		var err error
		if hash, err = hashPassword(ctx, in.Password); err != nil {
			return Staff{}, err
		}
	}
	return s.changeStaff(ctx, actor, id, "staff.update", func(tx *Store, after *Staff) error {
		after.Email, after.Name, after.Role, after.Limited = in.Email, in.Name, in.Role, in.Limited
		if hash != "" {
			after.PasswordHash = hash
		}
		switch {
		case in.Disabled && after.DisabledAt == 0:
			after.DisabledAt = tx.Now()
		case !in.Disabled:
			after.DisabledAt = 0
		}
		return tx.setStaffApps(ctx, id, in.Apps)
	})
}

// changeStaff carries out a change of one member and writes it down.
func (s *Store) changeStaff(ctx context.Context, actor Actor, id int64, action string, edit func(tx *Store, after *Staff) error) (Staff, error) {
	var after Staff
	err := s.InTx(ctx, func(tx *Store) error {
		before, err := tx.staffForUpdate(ctx, id)
		if err != nil {
			return err
		}
		was, err := tx.auditedStaff(ctx, before)
		if err != nil {
			return err
		}
		after = before
		if err := edit(tx, &after); err != nil {
			return err
		}
		if err := tx.checkStaffChange(ctx, before, after); err != nil {
			return err
		}
		err = tx.db.WithContext(ctx).Select("email", "name", "role", "limited", "password_hash", "totp_secret", "totp_at", "totp_step", "disabled_at", "updated_at").Updates(&after).Error
		if err != nil {
			return fmt.Errorf("update staff %d: %w", id, err)
		}
		if after.PasswordHash != before.PasswordHash || after.DisabledAt != 0 || after.Role != before.Role {
			if err := tx.EndSessionsOf(ctx, id); err != nil {
				return err
			}
		}
		is, err := tx.auditedStaff(ctx, after)
		if err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{Action: action, Object: "staff", ObjectID: id, Before: was, After: is})
	})
	return after, err
}

func (s *Store) checkStaffChange(ctx context.Context, before, after Staff) error {
	var bad ValidationError
	if after.Email != before.Email {
		if _, err := s.staffByEmail(ctx, after.Email); err == nil {
			bad.Add("email", ReasonTaken)
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	if before.Role == RoleAdmin && (after.Role != RoleAdmin || after.DisabledAt != 0) {
		// Locked: two admins who demote each other at once must not both succeed.
		var admins []int64
		err := s.forUpdate(ctx).Model(&Staff{}).Where("role = ? AND disabled_at = 0", RoleAdmin).Order("id").Pluck("id", &admins).Error
		if err != nil {
			return fmt.Errorf("find admins: %w", err)
		}
		if !slices.ContainsFunc(admins, func(id int64) bool { return id != before.ID }) {
			bad.Add("role", ReasonLastAdmin)
		}
	}
	return bad.Err()
}

// StaffMember loads one.
func (s *Store) StaffMember(ctx context.Context, id int64) (Staff, error) {
	var member Staff
	err := s.read.WithContext(ctx).Where("id = ?", id).Take(&member).Error
	return member, one(err, fmt.Sprintf("staff %d", id))
}

// staffForUpdate loads one that the running transaction is about to change.
func (s *Store) staffForUpdate(ctx context.Context, id int64) (Staff, error) {
	var member Staff
	err := s.forUpdate(ctx).Where("id = ?", id).Take(&member).Error
	return member, one(err, fmt.Sprintf("staff %d", id))
}

func (s *Store) staffByEmail(ctx context.Context, email string) (Staff, error) {
	var member Staff
	err := s.read.WithContext(ctx).Where("email = ?", normalEmail(email)).Take(&member).Error
	return member, one(err, "staff")
}

// HasStaff tells whether anyone can sign in at all.
func (s *Store) HasStaff(ctx context.Context) (bool, error) {
	var ids []int64
	if err := s.read.WithContext(ctx).Model(&Staff{}).Where("disabled_at = 0").Limit(1).Pluck("id", &ids).Error; err != nil {
		return false, fmt.Errorf("look for staff: %w", err)
	}
	return len(ids) > 0, nil
}

// StaffMembers lists everyone who may sign in, oldest first.
func (s *Store) StaffMembers(ctx context.Context) ([]Staff, error) {
	var members []Staff
	if err := s.read.WithContext(ctx).Order("id").Find(&members).Error; err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	return members, nil
}
