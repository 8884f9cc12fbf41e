package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// SetPassword gives somebody a new password and signs them out everywhere.
func (s *Store) SetPassword(ctx context.Context, actor Actor, id int64, password string) (Staff, error) {
	member, err := s.StaffMember(ctx, id)
	if err != nil {
		return Staff{}, err
	}
	var bad ValidationError
	checkPassword(&bad, "password", password, member.Email, member.Name)
	if err := bad.Err(); err != nil {
		return Staff{}, err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return Staff{}, fmt.Errorf("set password of staff %d: %w", id, err)
	}
	return s.changeStaff(ctx, actor, id, "staff.password", func(_ *Store, after *Staff) error {
		after.PasswordHash = hash
		return nil
	})
}

// ChangePassword is SetPassword for one's own, which takes the present one.
func (s *Store) ChangePassword(ctx context.Context, actor Actor, id int64, current, password string) (Staff, error) {
	member, err := s.StaffMember(ctx, id)
	if err != nil {
		return Staff{}, err
	}
	if err := s.reauthenticate(ctx, actor, member, current); err != nil {
		return Staff{}, err
	}
	return s.SetPassword(ctx, actor, id, password)
}

// digest stands for a secret in the audit: it tells whether two are the same.
// What it is taken of is itself a salted hash, or 128 random bits.
func digest(secret string) string {
	if secret == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:8])
}
