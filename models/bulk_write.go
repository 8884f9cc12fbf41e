package models

import (
	"context"
	"strings"

	"xinshi/migrations"
)

// What one statement of putRows holds at most: a server refuses packets of some
// megabytes, SQLite more than 32,766 values.
const (
	writeValues = 10_000
	writeBytes  = 1 << 20
)

// putRows adds rows by statements of many rows each, for which GORM's
// reflection costs more than the database does. A row whose key is there already
// gets the new values of the columns in update; with none of them it stays as it is.
// Table and columns are names of ours, never input.
func (s *Store) putRows(ctx context.Context, table string, columns, key, update []string, rows [][]any) error {
	head := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES "
	row := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	clash := s.onClash(key, update)
	for len(rows) > 0 {
		n, bytes := 0, 0
		for n < len(rows) && (n == 0 || (bytes < writeBytes && (n+1)*len(columns) <= writeValues)) {
			bytes += sizeOf(rows[n])
			n++
		}
		var values []any
		for _, r := range rows[:n] {
			values = append(values, r...)
		}
		statement := head + row + strings.Repeat(", "+row, n-1) + clash
		if err := s.db.WithContext(ctx).Exec(statement, values...).Error; err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// onClash is what a statement says of rows that are there already.
func (s *Store) onClash(key, update []string) string {
	if key == nil {
		return "" // they are an error
	}
	if s.dialect == migrations.SQLite {
		if update == nil {
			return " ON CONFLICT DO NOTHING"
		}
		sets := make([]string, len(update))
		for i, column := range update {
			sets[i] = column + " = excluded." + column
		}
		return " ON CONFLICT (" + strings.Join(key, ", ") + ") DO UPDATE SET " + strings.Join(sets, ", ")
	}
	if update == nil {
		update = key[:1] // to the value it has
	}
	sets := make([]string, len(update))
	for i, column := range update {
		sets[i] = column + " = VALUES(" + column + ")"
	}
	return " ON DUPLICATE KEY UPDATE " + strings.Join(sets, ", ")
}

func sizeOf(row []any) int {
	n := 0
	for _, value := range row {
		if text, ok := value.(string); ok {
			n += len(text)
		}
		n += 20
	}
	return n
}
