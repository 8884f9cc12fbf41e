package models

import (
	"database/sql"
	"errors"
	"strings"

	"gorm.io/gorm"
)

// bulkRows is how many rows one such UPDATE takes: a server goes through the
// branches one by one for every row.
const bulkRows = 100

// caseExpr builds CASE column WHEN … THEN … END, with which one UPDATE gives
// many rows a value each: a statement a row is what makes claims and
// settlements slow.
type caseExpr struct {
	sql   strings.Builder
	args  []any
	mixed bool
}

func caseOf(column string) *caseExpr {
	c := &caseExpr{}
	c.sql.WriteString("CASE " + column)
	return c
}

func (c *caseExpr) when(id int64, value any) {
	c.sql.WriteString(" WHEN ? THEN ?")
	c.args = append(c.args, id, value)
	c.mixed = c.mixed || value != c.args[1]
}

// value is the expression, or the one value that all rows share.
func (c *caseExpr) value() any {
	if !c.mixed {
		return c.args[1]
	}
	return gorm.Expr(c.sql.String()+" END", c.args...)
}

// scanAll reads a query's rows by hand: for the hundreds of rows of a claim,
// GORM's reflection costs more than the query.
func scanAll[T any](query *gorm.DB, scan func(*T, *sql.Rows) error) (all []T, err error) {
	rows, err := query.Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row T
		if err := scan(&row, rows); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}
