package models

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"net/url"
	"strconv"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// totpIssuer is how an authenticator names us.
const totpIssuer = "Xinshi"

// totpPeriod is how many seconds one code lasts; the neighbours of the present
// one are taken too, for clocks that differ.
const totpPeriod = 30

// Authenticator is what somebody scans or types to set up the second step.
type Authenticator struct {
	Secret string
	PNG    []byte // the QR code
}

func totpPlace(staffID int64) string { return "staff.totp_secret:" + decimal(staffID) }

// BeginSecondStep returns what to scan: the same until the set-up is confirmed,
// so that reloading the page does not make the phone's entry worthless.
func (s *Store) BeginSecondStep(ctx context.Context, staffID int64) (Authenticator, error) {
	var found Authenticator
	err := s.InTx(ctx, func(tx *Store) error {
		member, err := tx.staffForUpdate(ctx, staffID)
		if err != nil {
			return err
		}
		if member.HasSecondStep() {
			return fmt.Errorf("second step of staff %d is set up: %w", staffID, ErrConflict)
		}
		if member.TOTPSecret == "" {
			key, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: member.Email})
			if err != nil {
				return fmt.Errorf("make authenticator secret: %w", err)
			}
			member.TOTPSecret = tx.box.seal(totpPlace(staffID), key.Secret())
			if err := tx.saveSecondStep(ctx, member); err != nil {
				return err
			}
		}
		secret, err := tx.box.open(totpPlace(staffID), member.TOTPSecret)
		if err != nil {
			return err
		}
		found, err = authenticator(secret, member.Email)
		return err
	})
	return found, err
}

func authenticator(secret, email string) (Authenticator, error) {
	address := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + totpIssuer + ":" + email,
		RawQuery: url.Values{"secret": {secret}, "issuer": {totpIssuer}, "period": {strconv.Itoa(totpPeriod)}}.Encode(),
	}
	key, err := otp.NewKeyFromURL(address.String())
	if err != nil {
		return Authenticator{}, fmt.Errorf("draw authenticator code: %w", err)
	}
	picture, err := key.Image(240, 240)
	if err != nil {
		return Authenticator{}, fmt.Errorf("draw authenticator code: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return Authenticator{}, fmt.Errorf("draw authenticator code: %w", err)
	}
	return Authenticator{Secret: secret, PNG: out.Bytes()}, nil
}

// ConfirmSecondStep turns the second step on, once a code proves that the
// authenticator has the secret. Everyone signed in with the password alone is
// signed out. It returns the recovery codes, this once.
func (s *Store) ConfirmSecondStep(ctx context.Context, actor Actor, staffID int64, code string) ([]string, error) {
	var codes []string
	_, err := s.changeStaff(ctx, actor, staffID, "staff.second_step_on", func(tx *Store, after *Staff) error {
		if after.HasSecondStep() || after.TOTPSecret == "" {
			return fmt.Errorf("second step of staff %d: %w", staffID, ErrConflict)
		}
		step, err := tx.totpStep(*after, code)
		if err != nil {
			return err
		}
		if step == 0 {
			return &ValidationError{Fields: []FieldError{{Field: "code", Reason: ReasonWrongCode}}}
		}
		after.TOTPAt, after.TOTPStep = tx.Now(), step
		if codes, err = tx.makeRecoveryCodes(ctx, staffID); err != nil {
			return err
		}
		return tx.EndSessionsOf(ctx, staffID)
	})
	return codes, err
}

// DropSecondStep turns one's own second step off; it takes the password.
func (s *Store) DropSecondStep(ctx context.Context, actor Actor, staffID int64, password string) error {
	member, err := s.StaffMember(ctx, staffID)
	if err != nil {
		return err
	}
	if err := s.reauthenticate(ctx, actor, member, password); err != nil {
		return err
	}
	return s.ResetSecondStep(ctx, actor, staffID)
}

// ResetSecondStep turns somebody's second step off: an admin does it for who has
// lost both authenticator and recovery codes.
func (s *Store) ResetSecondStep(ctx context.Context, actor Actor, staffID int64) error {
	_, err := s.changeStaff(ctx, actor, staffID, "staff.second_step_off", func(tx *Store, after *Staff) error {
		after.TOTPSecret, after.TOTPAt, after.TOTPStep = "", 0, 0
		return tx.dropRecoveryCodes(ctx, staffID)
	})
	return err
}

func (s *Store) saveSecondStep(ctx context.Context, member Staff) error {
	err := s.db.WithContext(ctx).Select("totp_secret", "totp_at", "totp_step", "updated_at").Updates(&member).Error
	if err != nil {
		return fmt.Errorf("save second step of staff %d: %w", member.ID, err)
	}
	return nil
}

// takeCode spends a code and says of which kind it was; nothing when it is wrong
// or was used before.
func (s *Store) takeCode(ctx context.Context, member Staff, code string) (string, error) {
	if !member.HasSecondStep() {
		return "", nil
	}
	step, err := s.totpStep(member, code)
	if err != nil {
		return "", err
	}
	if step > member.TOTPStep {
		member.TOTPStep = step
		return "authenticator", s.saveSecondStep(ctx, member)
	}
	done := s.db.WithContext(ctx).Model(&recoveryCode{}).Where("staff_id = ? AND code_hash = ? AND used_at = 0", member.ID, recoveryHash(code)).
		UpdateColumn("used_at", s.Now())
	if done.Error != nil {
		return "", fmt.Errorf("spend recovery code: %w", done.Error)
	}
	if done.RowsAffected == 1 {
		return "recovery_code", nil
	}
	return "", nil
}

// totpStep is the step of time whose code this is; 0: of none close by.
func (s *Store) totpStep(member Staff, code string) (int64, error) {
	secret, err := s.box.open(totpPlace(member.ID), member.TOTPSecret)
	if err != nil {
		return 0, err
	}
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now := s.now().Unix() / totpPeriod
	for step := now - 1; step <= now+1; step++ {
		good, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) // #nosec G115 -- a number of half minutes since 1970
		if err == nil && good {                                                                                                              // an error is a code of another length
			return step, nil
		}
	}
	return 0, nil
}
