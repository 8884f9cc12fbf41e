package models

import (
	"context"
	"fmt"
	"time"
)

// retainChunk is how many rows one statement of a retention pass looks at.
const retainChunk = 1000

// emptyData is what a message keeps of its values when they are no longer kept.
const emptyData = "[]"

// Retained says what a retention pass did.
type Retained struct {
	Emptied int64 // messages whose values went
	Deleted int64 // codes that could no longer be spent
}

// Retain carries out what the Apps' settings say about keeping: it empties the
// values of messages that had their outcome long ago, and deletes codes that are
// long dead. What was sent to whom, when and with which outcome stays. It goes
// through the rows in pieces, and any node may do it at any time.
func (s *Store) Retain(ctx context.Context) (Retained, error) {
	apps, err := s.Apps(ctx)
	if err != nil {
		return Retained{}, err
	}
	var done Retained
	contents, codes := retention{s, map[int64]int64{}, 0}, retention{s, map[int64]int64{}, 0}
	for _, app := range apps {
		contents.keep(app, app.ContentDays)
		codes.keep(app, app.CodeDays)
	}
	if done.Emptied, err = contents.run(ctx, s.emptyMessages); err != nil {
		return done, fmt.Errorf("empty old messages: %w", err)
	}
	if done.Deleted, err = codes.run(ctx, s.deleteCodes); err != nil {
		return done, fmt.Errorf("delete old codes: %w", err)
	}
	return done, nil
}

// retention is up to which id each App's rows are old enough.
type retention struct {
	*Store
	until  map[int64]int64
	latest int64
}

func (r *retention) keep(app App, days int) {
	if days > 0 {
		r.until[app.ID] = FirstID(r.Now().Add(-time.Duration(days) * 24 * time.Hour))
		r.latest = max(r.latest, r.until[app.ID])
	}
}

// agedRow is a row that a pass comes by.
type agedRow struct {
	ID, AppID int64
	State     string
}

// run walks a table by its key and hands on the rows that are old enough.
func (r *retention) run(ctx context.Context, piece func(ctx context.Context, after, until int64, old func([]agedRow) []agedRow) (last, changed int64, err error)) (int64, error) {
	var total int64
	old := func(rows []agedRow) []agedRow {
		var ours []agedRow
		for _, row := range rows {
			if row.ID < r.until[row.AppID] {
				ours = append(ours, row)
			}
		}
		return ours
	}
	for after := int64(0); after < r.latest; {
		last, changed, err := piece(ctx, after, r.latest, old)
		total += changed
		if err != nil || last == 0 {
			return total, err
		}
		after = last
	}
	return total, nil
}

func (s *Store) emptyMessages(ctx context.Context, after, until int64, old func([]agedRow) []agedRow) (last, changed int64, err error) {
	rows, err := s.aged(ctx, &Message{}, after, until)
	if err != nil || len(rows) == 0 {
		return 0, 0, err
	}
	var over []int64
	for _, m := range old(rows) {
		if MessageState(m.State).Over() {
			over = append(over, m.ID)
		}
	}
	if len(over) > 0 {
		done := s.db.WithContext(ctx).Model(&Message{}).Where("id IN ? AND data <> ?", over, emptyData).UpdateColumns(map[string]any{"data": emptyData, "page": ""})
		changed, err = done.RowsAffected, done.Error
	}
	return rows[len(rows)-1].ID, changed, err
}

func (s *Store) deleteCodes(ctx context.Context, after, until int64, old func([]agedRow) []agedRow) (last, changed int64, err error) {
	rows, err := s.aged(ctx, &SendCode{}, after, until)
	if err != nil || len(rows) == 0 {
		return 0, 0, err
	}
	var dead []int64
	for _, c := range old(rows) {
		if len(codeMoves[CodeState(c.State)]) == 0 {
			dead = append(dead, c.ID)
		}
	}
	if len(dead) > 0 {
		done := s.db.WithContext(ctx).Where("id IN ?", dead).Delete(&SendCode{})
		changed, err = done.RowsAffected, done.Error
	}
	return rows[len(rows)-1].ID, changed, err
}

// aged reads the next rows of a table, by key.
func (s *Store) aged(ctx context.Context, table any, after, until int64) ([]agedRow, error) {
	var rows []agedRow
	err := s.read.WithContext(ctx).Model(table).Select("id", "app_id", "state").Where("id > ? AND id < ?", after, until).Order("id").Limit(retainChunk).Scan(&rows).Error
	return rows, err
}
