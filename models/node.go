package models

import (
	"context"
	"fmt"
	"time"
)

// node is a process that sends, as it was last seen.
type node struct {
	Name   string `gorm:"primaryKey"`
	SeenAt Millis
}

// Beat notes that a process is alive, forgets those not seen for within, and
// tells how many there are.
func (s *Store) Beat(ctx context.Context, name string, within time.Duration) (int, error) {
	var alive int64
	err := s.InTx(ctx, func(tx *Store) error {
		now := tx.Now()
		if err := tx.db.WithContext(ctx).Where("seen_at <= ?", now.Add(-within)).Delete(&node{}).Error; err != nil {
			return err
		}
		done := tx.db.WithContext(ctx).Model(&node{}).Where("name = ?", name).Update("seen_at", now)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			if err := tx.db.WithContext(ctx).Create(&node{Name: name, SeenAt: now}).Error; err != nil {
				return err
			}
		}
		return tx.db.WithContext(ctx).Model(&node{}).Count(&alive).Error
	})
	if err != nil {
		return 0, fmt.Errorf("note live process: %w", err)
	}
	return int(alive), nil
}
