package models

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Where codes come from, as their story and the counts of refusals say.
const (
	SourceCollect = "collect" // the mini program itself
	SourceOrder   = "order"   // an order that was placed through us
	SourcePayment = "payment" // a notification of WeChat Pay: no code, but refused like one
)

// The reasons that only the counts of refusals know: in an answer a duplicate is
// no refusal, and nobody is told why a notification is not believed.
const (
	ReasonDuplicate     Reason = "duplicate"
	ReasonEmptyCode     Reason = "empty_code"
	ReasonBadSignature  Reason = "bad_signature"
	ReasonStale         Reason = "stale"
	ReasonMalformed     Reason = "malformed"
	ReasonOtherKey      Reason = "other_key"
	ReasonNoMerchant    Reason = "no_merchant"
	ReasonOtherMerchant Reason = "other_merchant"
	ReasonUnknownOrder  Reason = "unknown_order"
	ReasonMismatch      Reason = "mismatch"
	ReasonNotPaid       Reason = "not_paid"
	ReasonOtherEvent    Reason = "other_event"
	ReasonPlatform      Reason = "platform"
)

// Refusal is how much of what came from one source was refused for one reason.
type Refusal struct {
	Source string
	Reason Reason
	N      int64
}

// refusalCount is one cell of that count.
type refusalCount struct {
	AppID  int64  `gorm:"primaryKey"`
	Hour   Millis `gorm:"primaryKey"`
	Source string `gorm:"primaryKey"`
	Reason Reason `gorm:"primaryKey"`
	N      int64
}

// CountRefusal counts something that was refused before it could be looked at.
func (s *Store) CountRefusal(ctx context.Context, appID int64, source string, reason Reason) error {
	return s.countRefusal(ctx, appID, source, reason, 1)
}

func (s *Store) countRefusal(ctx context.Context, appID int64, source string, reason Reason, n int) error {
	cell := refusalCount{AppID: appID, Hour: hourOf(s.Now()), Source: source, Reason: reason, N: int64(n)}
	err := s.db.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "app_id"}, {Name: "hour"}, {Name: "source"}, {Name: "reason"}},
		DoUpdates: clause.Assignments(map[string]any{"n": gorm.Expr("refusal_counts.n + ?", n)}),
	}).Create(&cell).Error
	if err != nil {
		return fmt.Errorf("count refusals: %w", err)
	}
	return nil
}

// countRefusals counts what a call brought in vain. It comes last in its
// transaction and in one order: every call locks these same few rows.
func (s *Store) countRefusals(ctx context.Context, appID int64, source string, result CodesResult) error {
	n := map[Reason]int{}
	if result.Duplicates > 0 {
		n[ReasonDuplicate] = result.Duplicates
	}
	for _, r := range result.Rejected {
		if r.Field == "code" && r.Reason == ReasonRequired {
			r.Reason = ReasonEmptyCode
		}
		n[r.Reason]++
	}
	for _, reason := range slices.Sorted(maps.Keys(n)) {
		if err := s.countRefusal(ctx, appID, source, reason, n[reason]); err != nil {
			return err
		}
	}
	return nil
}

// Refusals says what was refused of an App since the hour of a time, most first.
func (s *Store) Refusals(ctx context.Context, appID int64, since Millis) ([]Refusal, error) {
	var rows []Refusal
	err := s.read.WithContext(ctx).Model(&refusalCount{}).Select("source, reason, SUM(n) AS n").
		Where("app_id = ? AND hour >= ?", appID, hourOf(since)).Group("source, reason").Order("n DESC, source, reason").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count refusals: %w", err)
	}
	return rows, nil
}
