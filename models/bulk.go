package models

import (
	"database/sql"
	"errors"
	"slices"
	"strconv"

	"gorm.io/gorm"
)

// bulkRows is how many rows one such UPDATE takes: a server goes through the
// branches one by one for every row, and MySQL plans a list of 200 or more by its
// statistics, which know nothing of rows that were just written.
const bulkRows = 190

// caseExpr builds CASE id WHEN … THEN … END, with which one UPDATE gives
// many rows a value each: a statement a row is what makes claims and
// settlements slow.
type caseExpr[T comparable] struct {
	ids    []int64
	values []T
}

func (c *caseExpr[T]) when(id int64, value T) {
	c.ids, c.values = append(c.ids, id), append(c.values, value)
}

// value is the expression, or the one value that all rows share.
func (c *caseExpr[T]) value() any {
	first := c.values[0]
	if !slices.ContainsFunc(c.values, func(v T) bool { return v != first }) {
		return first
	}
	sql, args := []byte("CASE id"), make([]any, len(c.values))
	for i, id := range c.ids {
		sql = append(strconv.AppendInt(append(sql, " WHEN "...), id, 10), " THEN ?"...)
		args[i] = c.values[i]
	}
	return gorm.Expr(string(append(sql, " END"...)), args...)
}

// scanAll reads a query's rows by hand: for the hundreds of rows of a claim,
// GORM's reflection costs more than the query.
func scanAll[T any](query *gorm.DB, scan func(*T, *sql.Rows) error) ([]T, error) {
	return scanUpTo(0, query, scan)
}

// scanUpTo is scanAll with room for the rows that are expected.
func scanUpTo[T any](most int, query *gorm.DB, scan func(*T, *sql.Rows) error) (all []T, err error) {
	rows, err := query.Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	all = slices.Grow(all, most)
	for rows.Next() {
		var row T
		if err := scan(&row, rows); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}
