package sheet

import (
	"errors"
	"io"
)

// What a file may hold. A row's cells beyond the last column may be empty: that
// is how spreadsheets save what was formatted and never filled.
const (
	MaxColumns = 100
	MaxRow     = 64 << 10 // bytes
	maxCells   = 4 * MaxColumns
)

// maxProblems is how many problems of a file are told at once.
const maxProblems = 50

// Limits are the largest file and the most rows below the header.
type Limits struct {
	Bytes int64
	Rows  int64
}

// Row is one line of a table. Line is where it begins, as a text editor or a
// spreadsheet counts; there are as many cells as the header has.
type Row struct {
	Line  int
	Cells []string
}

// Kind is the kind of a file.
type Kind string

// The kinds.
const (
	CSV  Kind = "csv"
	XLSX Kind = "xlsx"
)

// Format is what a file turned out to be.
type Format struct {
	Kind      Kind
	Encoding  Encoding // CSV
	Separator string   // CSV
	Sheet     string   // XLSX: the one that is read
	Others    int      // XLSX: visible ones that are not
	From1904  bool     // XLSX: days count from 1904, not 1900
}

// source is where rows come from, whatever the kind of file. The problems are
// those of the row that came last.
type source interface {
	next() (Row, error)
	noted() []Problem
	format() Format
	Close() error
}

func (r *csvRows) noted() []Problem { return r.problems }
func (r *csvRows) Close() error     { return nil }
func (r *csvRows) format() Format {
	return Format{Kind: CSV, Encoding: r.decoder.encoding, Separator: string(r.sep)}
}

// counted ends a file that is too large with an error: one that merely ended
// there would read as a whole one.
type counted struct {
	in         io.Reader
	size, left int64
	over       bool
}

var errTooLarge = errors.New("file is too large")

func (c *counted) Read(p []byte) (int, error) {
	if c.over {
		return 0, errTooLarge
	}
	n, err := c.in.Read(p)
	c.size, c.left = c.size+int64(n), c.left-int64(n)
	if c.left < 0 {
		c.over = true
		return 0, errTooLarge
	}
	return n, err
}
