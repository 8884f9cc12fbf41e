package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// countCap is where exact counts of rows end: beyond it a page shows "10,000+"
// instead of making the database count.
const countCap = 10_000

// CappedCount is a number that is exact up to countCap.
type CappedCount struct {
	N    int64
	Over bool
}

// Tally is outcomes of one hour.
type Tally struct {
	Hour                  Millis
	Sent, Failed, Unknown int64
}

// FailureReason is a cause of failure and how often it came.
type FailureReason struct {
	Reason  Cause
	Errcode int
	N       int64
}

// Overview is the state of a shop at a glance.
type Overview struct {
	Today, Yesterday Tally   // since midnight in the shop's zone; yesterday up to the same time of day
	Hours            []Tally // last 24 hours, oldest first
	Failures         []FailureReason
	Queued, Unknown  CappedCount
	Codes            CodeStock
}

// Overview gathers it from the hourly counts and short index ranges.
func (s *Store) Overview(ctx context.Context, app App) (Overview, error) {
	now := s.Now()
	local := now.Time().In(app.Zone())
	midnight := At(time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, app.Zone()))
	var cells []hourlyCount
	err := s.read.WithContext(ctx).Where("app_id = ? AND hour >= ?", app.ID, midnight.Add(-24*time.Hour)).Find(&cells).Error
	if err != nil {
		return Overview{}, fmt.Errorf("load counts: %w", err)
	}
	var o Overview
	o.tally(cells, now, midnight)
	if o.Queued, err = s.capped(ctx, &Message{}, "app_id = ? AND state = ?", app.ID, MessageQueued); err != nil {
		return Overview{}, err
	}
	if o.Unknown, err = s.capped(ctx, &Message{}, "app_id = ? AND state = ?", app.ID, MessageUnknown); err != nil {
		return Overview{}, err
	}
	if o.Codes, err = s.CodeStock(ctx, app.ID); err != nil {
		return Overview{}, err
	}
	return o, nil
}

// capped counts at most countCap+1 rows of an index range.
func (s *Store) capped(ctx context.Context, table any, where string, args ...any) (CappedCount, error) {
	return s.cappedRows(ctx, s.read.WithContext(ctx).Model(table).Where(where, args...))
}

// cappedRows is capped for any query.
func (s *Store) cappedRows(ctx context.Context, query *gorm.DB) (CappedCount, error) {
	var n int64
	some := query.Select("id").Limit(countCap + 1)
	if err := s.read.WithContext(ctx).Table("(?) AS some", some).Count(&n).Error; err != nil {
		return CappedCount{}, fmt.Errorf("count rows: %w", err)
	}
	return CappedCount{N: min(n, countCap), Over: n > countCap}, nil
}

func (o *Overview) tally(cells []hourlyCount, now, midnight Millis) {
	first := hourOf(now).Add(-23 * time.Hour)
	for i := range 24 {
		o.Hours = append(o.Hours, Tally{Hour: first.Add(time.Duration(i) * time.Hour)})
	}
	failures := map[FailureReason]int64{}
	for _, c := range cells {
		if i := int(c.Hour.Sub(first) / time.Hour); c.Hour >= first && i < len(o.Hours) {
			o.Hours[i].add(c)
			if c.State == MessageFailed {
				failures[FailureReason{Reason: c.Reason, Errcode: c.Errcode}] += c.N
			}
		}
		switch {
		case c.Hour >= midnight:
			o.Today.add(c)
		case c.Hour.Add(24*time.Hour) <= now:
			o.Yesterday.add(c)
		}
	}
	for reason, n := range failures {
		reason.N = n
		o.Failures = append(o.Failures, reason)
	}
	slices.SortFunc(o.Failures, func(a, b FailureReason) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Errcode, b.Errcode), cmp.Compare(a.Reason, b.Reason))
	})
}

func (t *Tally) add(c hourlyCount) {
	switch c.State {
	case MessageSent:
		t.Sent += c.N
	case MessageFailed:
		t.Failed += c.N
	case MessageUnknown:
		t.Unknown += c.N
	}
}

// Level is how an App stands, for monitoring.
type Level struct {
	App    App
	Queued CappedCount
	Codes  int64 // available
	Token  TokenState
}

// Levels tells how every App stands.
func (s *Store) Levels(ctx context.Context) ([]Level, error) {
	apps, err := s.Apps(ctx)
	if err != nil {
		return nil, err
	}
	levels := make([]Level, len(apps))
	for i, app := range apps {
		l := Level{App: app}
		if l.Queued, err = s.capped(ctx, &Message{}, "app_id = ? AND state = ?", app.ID, MessageQueued); err != nil {
			return nil, err
		}
		stock, err := s.CodeStock(ctx, app.ID)
		if err != nil {
			return nil, err
		}
		l.Codes = stock.Total()
		if l.Token, err = s.TokenState(ctx, app.Appid); err != nil {
			return nil, err
		}
		levels[i] = l
	}
	return levels, nil
}
