package models

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// The limits of failed sign-ins within lockoutTime. None of them lets a stranger
// lock anybody out. One counts per account and address together; one per
// address, so that a machine cannot try many accounts. A browser in which the
// account has signed in before is left out of both and counts for itself: its
// owner may share an address with the stranger. Wrong codes count per account,
// but only somebody who has its password comes as far as that.
const (
	maxPairFailures    = 5
	maxAddressFailures = 50
	maxDeviceFailures  = 10
	maxCodeFailures    = 5
	lockoutTime        = 15 * time.Minute
)

// ErrLockedOut is what a LockedOutError is.
var ErrLockedOut = errors.New("too many failed sign-ins")

// LockedOutError is returned while an account must wait where it signs in from.
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

// limit is a subject of lockouts and how many failures it may have. A good
// sign-in forgives those of an account, not those of an address.
type limit struct {
	max      int
	forgives bool
}

// signInLimits are the subjects that a try to sign in counts for.
func (s *Store) signInLimits(actor Actor, email string) map[string]limit {
	if device := s.knownDevice(email, actor.Device); device != "" {
		return map[string]limit{"device:" + device: {maxDeviceFailures, true}}
	}
	address := network(actor.IP)
	return map[string]limit{
		"pair:" + email + "|" + address: {maxPairFailures, true},
		"address:" + address:            {maxAddressFailures, false},
	}
}

func codeLimits(staffID int64) map[string]limit {
	return map[string]limit{"code:" + decimal(staffID): {maxCodeFailures, true}}
}

// network is what one subscriber has: an IPv4 address, or the 64 bits of IPv6
// behind which everybody has more addresses than could ever be counted.
func network(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return clipBytes(strings.TrimSpace(ip), 64)
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	prefix, err := address.Prefix(64)
	if err != nil {
		return address.String()
	}
	return prefix.String()
}

func (s *Store) checkLockouts(ctx context.Context, limits map[string]limit) error {
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

// addFailures counts a failure for every subject, in one order for all so that
// two at once do not wait for each other.
func (s *Store) addFailures(ctx context.Context, limits map[string]limit) error {
	for _, subject := range slices.Sorted(maps.Keys(limits)) {
		if err := s.addFailure(ctx, subject, limits[subject].max); err != nil {
			return fmt.Errorf("count failed sign-in: %w", err)
		}
	}
	return nil
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

func (s *Store) forgetFailures(ctx context.Context, limits map[string]limit) error {
	for _, subject := range slices.Sorted(maps.Keys(limits)) {
		if !limits[subject].forgives {
			continue
		}
		if err := s.db.WithContext(ctx).Where("subject = ?", subject).Delete(&lockout{}).Error; err != nil {
			return fmt.Errorf("forget failures: %w", err)
		}
	}
	return nil
}
