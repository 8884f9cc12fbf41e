package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// recoveryCodes is how many codes somebody gets.
const recoveryCodes = 10

// recoveryCode lets somebody in once who has lost their authenticator.
type recoveryCode struct {
	StaffID  int64  `gorm:"primaryKey;autoIncrement:false"`
	CodeHash string `gorm:"primaryKey"`
	UsedAt   Millis
}

// NewRecoveryCodes replaces one's recovery codes; it takes the password.
func (s *Store) NewRecoveryCodes(ctx context.Context, actor Actor, staffID int64, password string) ([]string, error) {
	member, err := s.StaffMember(ctx, staffID)
	if err != nil {
		return nil, err
	}
	if err := s.reauthenticate(ctx, actor, member, password); err != nil {
		return nil, err
	}
	var codes []string
	err = s.InTx(ctx, func(tx *Store) error {
		if member, err = tx.staffForUpdate(ctx, staffID); err != nil {
			return err
		}
		if !member.HasSecondStep() {
			return fmt.Errorf("second step of staff %d is not set up: %w", staffID, ErrConflict)
		}
		if codes, err = tx.makeRecoveryCodes(ctx, staffID); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{Action: "staff.recovery_codes", Object: "staff", ObjectID: staffID})
	})
	return codes, err
}

// makeRecoveryCodes needs no salt and no slowness for the hashes: a code is 80
// random bits.
func (s *Store) makeRecoveryCodes(ctx context.Context, staffID int64) ([]string, error) {
	if err := s.dropRecoveryCodes(ctx, staffID); err != nil {
		return nil, err
	}
	codes, rows := make([]string, recoveryCodes), make([]recoveryCode, recoveryCodes)
	for i := range codes {
		text := strings.ToLower(rand.Text())
		codes[i] = text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:16]
		rows[i] = recoveryCode{StaffID: staffID, CodeHash: recoveryHash(codes[i])}
	}
	if err := s.db.WithContext(ctx).Create(&rows).Error; err != nil {
		return nil, fmt.Errorf("save recovery codes: %w", err)
	}
	return codes, nil
}

func (s *Store) dropRecoveryCodes(ctx context.Context, staffID int64) error {
	if err := s.db.WithContext(ctx).Where("staff_id = ?", staffID).Delete(&recoveryCode{}).Error; err != nil {
		return fmt.Errorf("drop recovery codes: %w", err)
	}
	return nil
}

// RecoveryCodesLeft is how many are unused.
func (s *Store) RecoveryCodesLeft(ctx context.Context, staffID int64) (int, error) {
	var left int64
	if err := s.read.WithContext(ctx).Model(&recoveryCode{}).Where("staff_id = ? AND used_at = 0", staffID).Count(&left).Error; err != nil {
		return 0, fmt.Errorf("count recovery codes: %w", err)
	}
	return int(left), nil
}

// recoveryHash takes a code however it was typed.
func recoveryHash(code string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(strings.TrimSpace(code)))
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
