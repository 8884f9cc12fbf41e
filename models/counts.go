package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"xinshi/migrations"
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
	err := s.db.WithContext(ctx).Clauses(s.addUp("hourly_counts", "app_id", "hour", "state", "reason", "errcode")).Create(&cell).Error
	if err != nil {
		return fmt.Errorf("count outcomes: %w", err)
	}
	return nil
}

// addUp makes an INSERT of counts add its n to the rows that have the same key.
func (s *Store) addUp(table string, key ...string) clause.OnConflict {
	columns := make([]clause.Column, len(key))
	for i, name := range key {
		columns[i] = clause.Column{Name: name}
	}
	added := "excluded.n"
	if s.dialect == migrations.MySQL {
		added = "VALUES(n)"
	}
	return clause.OnConflict{Columns: columns, DoUpdates: clause.Assignments(map[string]any{"n": gorm.Expr(table + ".n + " + added)})}
}
