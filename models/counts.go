package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// hourlyCount is one cell of the outcome statistics.
type hourlyCount struct {
	AppID   int64        `gorm:"primaryKey"`
	Hour    Millis       `gorm:"primaryKey"`
	State   MessageState `gorm:"primaryKey"`
	Reason  Cause        `gorm:"primaryKey"`
	Errcode int          `gorm:"primaryKey"`
	N       int64
}

// hourOf is the start of the hour of m, UTC.
func hourOf(m Millis) Millis { return At(m.Time().Truncate(time.Hour)) }

// count adds outcomes to the statistics of the hour of at, which is the
// messages' settled_at: by it decide finds the cell again.
func (s *Store) count(ctx context.Context, appID int64, at Millis, state MessageState, reason Cause, errcode, n int) error {
	cell := hourlyCount{AppID: appID, Hour: hourOf(at), State: state, Reason: reason, Errcode: errcode, N: int64(n)}
	err := s.db.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "app_id"}, {Name: "hour"}, {Name: "state"}, {Name: "reason"}, {Name: "errcode"}},
		DoUpdates: clause.Assignments(map[string]any{"n": gorm.Expr("hourly_counts.n + ?", n)}),
	}).Create(&cell).Error
	if err != nil {
		return fmt.Errorf("count outcomes: %w", err)
	}
	return nil
}
