package models

import (
	"strings"

	"gorm.io/gorm"
)

// caseExpr builds CASE column WHEN … THEN … END, with which one UPDATE gives
// many rows a value each: a statement a row is what makes claims and
// settlements slow.
type caseExpr struct {
	sql  strings.Builder
	args []any
}

func caseOf(column string) *caseExpr {
	c := &caseExpr{}
	c.sql.WriteString("CASE " + column)
	return c
}

func (c *caseExpr) when(id int64, value any) {
	c.sql.WriteString(" WHEN ? THEN ?")
	c.args = append(c.args, id, value)
}

func (c *caseExpr) expr() any { return gorm.Expr(c.sql.String()+" END", c.args...) }
