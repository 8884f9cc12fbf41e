package models

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Span is how far back sends are told.
type Span string

// The spans: a day by the hour, a week in parts of six hours, a month by the day.
const (
	SpanDay   Span = "24h"
	SpanWeek  Span = "7d"
	SpanMonth Span = "30d"
)

// Spans lists them.
var Spans = []Span{SpanDay, SpanWeek, SpanMonth}

// begins are where the parts of a span begin, oldest first. Those longer than an
// hour begin where the shop's clock does.
func (span Span) begins(now Millis, zone *time.Location) []Millis {
	local := now.Time().In(zone)
	year, month, day := local.Date()
	var begins []Millis
	switch span {
	case SpanWeek:
		for i := 27; i >= 0; i-- {
			begins = append(begins, At(time.Date(year, month, day, local.Hour()/6*6-6*i, 0, 0, 0, zone)))
		}
	case SpanMonth:
		for i := 29; i >= 0; i-- {
			begins = append(begins, At(time.Date(year, month, day-i, 0, 0, 0, 0, zone)))
		}
	default:
		for i := 23; i >= 0; i-- {
			begins = append(begins, hourOf(now).Add(-time.Duration(i)*time.Hour))
		}
	}
	return begins
}

// Sends tells an App's outcomes over a span, a Tally for each of its parts.
func (s *Store) Sends(ctx context.Context, app App, span Span) ([]Tally, error) {
	begins := span.begins(s.Now(), app.Zone())
	var cells []hourlyCount
	err := s.read.WithContext(ctx).Model(&hourlyCount{}).Select("hour", "state", "SUM(n) AS n").
		Where("app_id = ? AND hour >= ?", app.ID, begins[0]).Group("hour, state").Find(&cells).Error
	if err != nil {
		return nil, fmt.Errorf("load counts: %w", err)
	}
	tallies := make([]Tally, len(begins))
	for i, begin := range begins {
		tallies[i].Hour = begin
	}
	for _, c := range cells {
		at, found := slices.BinarySearch(begins, c.Hour)
		if !found {
			at--
		}
		tallies[at].add(c)
	}
	return tallies, nil
}
