package models

import (
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// Cursor is a place in a list that is ordered by id, newest first. The zero
// Cursor is its beginning.
type Cursor struct {
	Before int64  // rows older than this id
	After  int64  // rows newer than this id
	Key    string // the row's place in a list that has another order; see Recipients
}

// turned is the same place, looked at from its other side.
func (c Cursor) turned() Cursor { return Cursor{Before: c.After, After: c.Before, Key: c.Key} }

// Slice is one page of a list: the rows, and cursors to its neighbours (zero
// when there are none). Pages go by key: neither OFFSET nor a count of all rows.
type Slice[T any] struct {
	Rows  []T
	Newer Cursor
	Older Cursor
	// More tells that looking was given up before the page was full, for its cost:
	// Older (Newer, on the way back) goes on from there, whatever Rows hold.
	More bool
}

// slice runs a query as one page. The query must not be ordered yet.
func slice[T any](query *gorm.DB, at Cursor, size int, what string, id func(T) int64) (Slice[T], error) {
	var rows []T
	backwards := at.After != 0
	switch {
	case backwards:
		query = query.Where("id > ?", at.After).Order("id ASC")
	case at.Before != 0:
		query = query.Where("id < ?", at.Before).Order("id DESC")
	default:
		query = query.Order("id DESC")
	}
	if err := query.Limit(size + 1).Find(&rows).Error; err != nil {
		return Slice[T]{}, fmt.Errorf("list %s: %w", what, err)
	}
	more := len(rows) > size
	if more {
		rows = rows[:size]
	}
	if backwards {
		slices.Reverse(rows)
	}
	page := Slice[T]{Rows: rows}
	if len(rows) == 0 {
		return page, nil
	}
	if backwards || more {
		page.Older = Cursor{Before: id(rows[len(rows)-1])}
	}
	if (backwards && more) || at.Before != 0 {
		page.Newer = Cursor{After: id(rows[0])}
	}
	return page, nil
}
