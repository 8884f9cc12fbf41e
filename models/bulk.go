package models

import (
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
