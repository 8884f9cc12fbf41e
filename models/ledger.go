package models

import (
	"context"
	"fmt"
	"slices"
)

// moveCodes is the one place that writes a code's state. Either all of them go
// from one state to the other or the transaction is run again.
func (s *Store) moveCodes(ctx context.Context, codes []SendCode, from, to CodeState, set map[string]any) error {
	if !from.canBecome(to) {
		return fmt.Errorf("code cannot go from %s to %s: %w", from, to, ErrConflict)
	}
	if len(codes) == 0 {
		return nil
	}
	ids := make([]int64, len(codes))
	for i, c := range codes {
		ids[i] = c.ID
		switch CodeAvailable {
		case from:
			s.counts.add(c, -1)
		case to:
			s.counts.add(c, +1)
		}
	}
	set["state"] = to
	done := s.db.WithContext(ctx).Model(&SendCode{}).Where("id IN ? AND state = ?", ids, from).Updates(set)
	switch {
	case done.Error != nil:
		return fmt.Errorf("move codes from %s to %s: %w", from, to, done.Error)
	case done.RowsAffected != int64(len(ids)):
		return errLostRace
	}
	return nil
}

// releaseCodes gives back codes that no message uses after all. One whose life
// ended meanwhile expires at once: the sweep has passed it.
func (s *Store) releaseCodes(ctx context.Context, codes []SendCode) error {
	if err := s.moveCodes(ctx, codes, CodeReserved, CodeAvailable, map[string]any{"message_id": 0}); err != nil {
		return err
	}
	return s.expireCodes(ctx, slices.DeleteFunc(slices.Clone(codes), func(c SendCode) bool { return c.ExpiresAt > s.Now() }))
}

func (s *Store) expireCodes(ctx context.Context, codes []SendCode) error {
	return s.moveCodes(ctx, codes, CodeAvailable, CodeExpired, map[string]any{"settled_at": s.Now()})
}

// codesByID loads codes that are about to move.
func (s *Store) codesByID(ctx context.Context, ids []int64) ([]SendCode, error) {
	var codes []SendCode
	if len(ids) == 0 {
		return nil, nil
	}
	if err := s.forUpdate(ctx).Where("id IN ?", ids).Order("id").Find(&codes).Error; err != nil {
		return nil, fmt.Errorf("load codes: %w", err)
	}
	return codes, nil
}

// storeNewCodes inserts codes and counts them.
func (s *Store) storeNewCodes(ctx context.Context, codes []SendCode) error {
	if len(codes) == 0 {
		return nil
	}
	for _, c := range codes {
		s.counts.add(c, +1)
	}
	if err := s.db.WithContext(ctx).CreateInBatches(&codes, 200).Error; err != nil {
		return fmt.Errorf("store codes: %w", err)
	}
	return nil
}

// sweepChunk is how many codes one transaction expires.
const sweepChunk = 1000

// SweepCodes writes expired on the codes whose life is over and returns how
// many. Nothing waits for it: see CodeState. The counts tell which hours hold
// such codes, so that a sweep costs what it finds.
func (s *Store) SweepCodes(ctx context.Context) (int64, error) {
	var past []codeCount
	err := s.read.WithContext(ctx).Where("hour <= ? AND n > 0", s.Now()).Find(&past).Error
	if err != nil {
		return 0, fmt.Errorf("look for expired codes: %w", err)
	}
	var swept int64
	for _, hour := range past {
		for from := hour.Hour; ; {
			n, last, err := s.sweepHour(ctx, hour, from)
			swept += int64(n)
			if err != nil {
				return swept, fmt.Errorf("sweep expired codes: %w", err)
			}
			if n < sweepChunk {
				break
			}
			from = last
		}
	}
	return swept, nil
}

func (s *Store) sweepHour(ctx context.Context, hour codeCount, from Millis) (n int, last Millis, err error) {
	err = s.InTx(ctx, func(tx *Store) error {
		var codes []SendCode
		until := min(tx.Now(), hour.Hour+millisPerHour-1)
		err := tx.db.WithContext(ctx).
			Where("app_id = ? AND expires_at >= ? AND expires_at <= ?", hour.AppID, from, until).
			Where("state = ? AND kind = ? AND template_ref = ?", CodeAvailable, hour.Kind, hour.TemplateRef).
			Order("expires_at").Limit(sweepChunk).Find(&codes).Error
		n = len(codes)
		if err != nil || n == 0 {
			return err
		}
		last = codes[n-1].ExpiresAt
		return tx.expireCodes(ctx, codes)
	})
	return n, last, err
}

// noteCounts writes what a transaction changed in the counts, at its end and in
// the order of the key, so that two transactions cannot wait for each other.
func (s *Store) noteCounts(ctx context.Context) error {
	rows := s.counts.rows()
	if len(rows) == 0 {
		return nil
	}
	err := s.db.WithContext(ctx).Clauses(s.addUp("code_counts", "app_id", "kind", "template_ref", "unpaid", "hour")).Create(&rows).Error
	if err != nil {
		return fmt.Errorf("count codes: %w", err)
	}
	return nil
}
