package models

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// Staff is someone who signs in.
type Staff struct {
	ID           int64
	Email        string
	Name         string
	Role         Role
	PasswordHash string `json:"-"`
	DisabledAt   Millis
	SignedInAt   Millis
	CreatedAt    Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt    Millis `gorm:"autoUpdateTime:milli"`
}

// TableName is staff: the word has no plural.
func (Staff) TableName() string { return "staff" }

// StaffInput is what is said of a member of staff. An empty Password keeps the
// stored one.
type StaffInput struct {
	Email    string
	Name     string
	Role     Role
	Password string `json:"-"`
	Disabled bool
}

// MinPassword is the shortest password, in characters.
const MinPassword = 10

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
	switch n := utf8.RuneCountInString(in.Password); {
	case n == 0 && isNew:
		bad.Add("password", ReasonRequired)
	case n > 0 && n < MinPassword:
		bad.Add("password", ReasonTooShort, MinPassword)
	case n > 256:
		bad.Add("password", ReasonTooLong, 256)
	}
	return bad.Err()
}

func normalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// passwordParams are fixed: the library's default takes the number of CPUs, so
// that the cost would change with the machine.
var passwordParams = &argon2id.Params{Memory: 64 * 1024, Iterations: 1, Parallelism: 2, SaltLength: 16, KeyLength: 32}

// hashing bounds how many 64 MiB hashes run at once: a flood of sign-ins must
// not take the machine's memory.
var hashing = make(chan struct{}, max(2, runtime.NumCPU()))

func hashPassword(ctx context.Context, password string) (string, error) {
	if err := hashSlot(ctx); err != nil {
		return "", err
	}
	defer func() { <-hashing }()
	hash, err := argon2id.CreateHash(password, passwordParams)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

func samePassword(ctx context.Context, password, hash string) (bool, error) {
	if err := hashSlot(ctx); err != nil {
		return false, err
	}
	defer func() { <-hashing }()
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return same, nil
}

func hashSlot(ctx context.Context) error {
	select {
	case hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// AddStaff adds a member of staff; a taken email is a ValidationError.
func (s *Store) AddStaff(ctx context.Context, actor Actor, in StaffInput) (Staff, error) {
	if err := in.validate(true); err != nil {
		return Staff{}, err
	}
	hash, err := hashPassword(ctx, in.Password)
	if err != nil {
		return Staff{}, err
	}
	var member Staff
	err = s.InTx(ctx, func(tx *Store) error {
		if _, err := tx.staffByEmail(ctx, in.Email); err == nil {
			return &ValidationError{Fields: []FieldError{{Field: "email", Reason: ReasonTaken}}}
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
		member = Staff{ID: NewID(tx.now()), Email: in.Email, Name: in.Name, Role: in.Role, PasswordHash: hash}
		if err := tx.db.WithContext(ctx).Create(&member).Error; err != nil {
			return fmt.Errorf("add staff: %w", err)
		}
		return tx.audit(ctx, actor, change{Action: "staff.add", Object: "staff", ObjectID: member.ID, After: member})
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
	var after Staff
	err := s.InTx(ctx, func(tx *Store) error {
		before, err := tx.StaffMember(ctx, id)
		if err != nil {
			return err
		}
		after = before
		after.Email, after.Name, after.Role = in.Email, in.Name, in.Role
		if hash != "" {
			after.PasswordHash = hash
		}
		switch {
		case in.Disabled && before.DisabledAt == 0:
			after.DisabledAt = tx.Now()
		case !in.Disabled:
			after.DisabledAt = 0
		}
		if err := tx.checkStaffChange(ctx, before, after); err != nil {
			return err
		}
		err = tx.db.WithContext(ctx).Select("email", "name", "role", "password_hash", "disabled_at", "updated_at").Updates(&after).Error
		if err != nil {
			return fmt.Errorf("update staff %d: %w", id, err)
		}
		if hash != "" || after.DisabledAt != 0 || after.Role != before.Role {
			if err := tx.EndSessionsOf(ctx, id); err != nil {
				return err
			}
		}
		return tx.audit(ctx, actor, change{Action: "staff.update", Object: "staff", ObjectID: id, Before: before, After: after})
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
