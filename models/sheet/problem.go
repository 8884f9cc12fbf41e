package sheet

import (
	"fmt"
	"strings"
)

// ProblemKind is one way in which a file is no table. Views choose the words.
type ProblemKind string

// The kinds. Those up to TooManyRows end the reading, the others are collected.
const (
	NotText        ProblemKind = "not_text"    // neither text nor XLSX
	OldExcel       ProblemKind = "old_excel"   // .xls, or an XLSX behind a password
	BrokenXLSX     ProblemKind = "broken_xlsx" // a damaged one, or another kind of zip
	Unpacked       ProblemKind = "unpacked"    // an XLSX that unpacks to more than we take
	Empty          ProblemKind = "empty"
	NoRows         ProblemKind = "no_rows" // nothing below the header
	TooLarge       ProblemKind = "too_large"
	TooManyColumns ProblemKind = "too_many_columns"
	RowTooLong     ProblemKind = "row_too_long"
	OpenQuote      ProblemKind = "open_quote" // opened and never closed
	TooManyRows    ProblemKind = "too_many_rows"

	BadBytes      ProblemKind = "bad_bytes"      // not of the file's encoding, which is Text
	BareQuote     ProblemKind = "bare_quote"     // within a cell that does not begin with one
	AfterQuote    ProblemKind = "after_quote"    // text between the closing quote and the separator
	Ragged        ProblemKind = "ragged"         // Got cells, Want by the header
	UnnamedColumn ProblemKind = "unnamed_column" // a hole in the header
	SameName      ProblemKind = "same_name"      // Text also names column Want
)

// Problem is one thing that is wrong, and where: line and column as a text
// editor and a spreadsheet count them, from 1; 0 is the file as a whole.
type Problem struct {
	Line, Column int
	Kind         ProblemKind
	Text         string
	Got, Want    int64
}

// UnreadableError says that a file cannot be taken at all.
type UnreadableError struct {
	Problems []Problem // in the file's order
	More     bool      // there are others
}

// Error is for logs; views have the sentences.
func (e *UnreadableError) Error() string {
	parts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		parts[i] = fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Kind)
	}
	return "unreadable table: " + strings.Join(parts, ", ")
}

// unreadable is the error of one problem that ends the reading.
func unreadable(p Problem) *UnreadableError { return &UnreadableError{Problems: []Problem{p}} }
