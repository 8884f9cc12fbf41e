package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// Reader reads a table row by row, with memory for one.
type Reader struct {
	Header []string

	in       source
	counted  *counted
	limits   Limits
	rows     int64
	problems []Problem
	more     bool
}

// Open looks what a file is and reads its header. What is wrong with either is
// an UnreadableError.
func Open(file io.Reader, limits Limits) (*Reader, error) {
	r := &Reader{counted: &counted{in: file, left: limits.Bytes}, limits: limits}
	in := bufio.NewReaderSize(r.counted, window)
	err := r.open(in)
	if err == nil {
		err = r.readHeader()
	}
	if err != nil {
		return nil, errors.Join(r.tooLarge(err), r.Close())
	}
	return r, nil
}

func (r *Reader) open(in *bufio.Reader) error {
	ahead, err := in.Peek(window)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case len(ahead) == 0:
		return unreadable(Problem{Kind: Empty})
	case bytes.HasPrefix(ahead, []byte("PK\x03\x04")):
		rows, err := openXLSX(in)
		if err != nil {
			return err
		}
		r.in = rows
		return nil
	case bytes.HasPrefix(ahead, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return unreadable(Problem{Kind: OldExcel})
	}
	rows := newCSVRows(in, MaxRow)
	text, _ := rows.in.Peek(window)
	if bytes.IndexByte(text, 0) >= 0 {
		return unreadable(Problem{Kind: NotText})
	}
	r.in = rows
	return nil
}

// readHeader takes the first row that is not blank. Empty names at its end are
// no columns; one in the middle is a problem, and so is a name twice.
func (r *Reader) readHeader() error {
	header, err := r.row()
	if errors.Is(err, io.EOF) {
		return unreadable(Problem{Kind: Empty})
	}
	if err != nil {
		return err
	}
	names := header.Cells
	for len(names) > 0 && blank(names[len(names)-1]) {
		names = names[:len(names)-1]
	}
	if len(names) > MaxColumns {
		return unreadable(Problem{Line: header.Line, Kind: TooManyColumns, Got: int64(len(names)), Want: MaxColumns})
	}
	seen := map[string]int{}
	for i, name := range names {
		name = strings.TrimSpace(Unguard(name))
		first, twice := seen[strings.ToLower(name)]
		switch {
		case name == "":
			r.note(Problem{Line: header.Line, Column: i + 1, Kind: UnnamedColumn})
		case twice:
			r.note(Problem{Line: header.Line, Column: i + 1, Kind: SameName, Text: name, Want: int64(first)})
		default:
			seen[strings.ToLower(name)] = i + 1
		}
		r.Header = append(r.Header, name)
	}
	return nil
}

// Next returns the next row that is not blank, and io.EOF after the last. After
// the first problem it returns no more rows but reads on for others, and ends
// with an UnreadableError that lists them.
func (r *Reader) Next() (Row, error) {
	for {
		row, err := r.row()
		if errors.Is(err, io.EOF) {
			return Row{}, r.end()
		}
		if err == nil && r.more {
			return Row{}, r.failed()
		}
		if err != nil {
			return Row{}, r.tooLarge(err)
		}
		if r.fits(&row); len(r.problems) == 0 {
			r.rows++
			return row, nil
		}
	}
}

// row reads the next one that is not blank, and collects its problems.
func (r *Reader) row() (Row, error) {
	for {
		row, err := r.in.next()
		if err != nil {
			return Row{}, err
		}
		for _, p := range r.in.noted() {
			r.note(p)
		}
		if !allBlank(row.Cells) {
			return row, nil
		}
	}
}

// fits compares a row with the header. A spreadsheet leaves out empty cells at
// the end, a CSV file must not: there a missing cell is a shifted row.
func (r *Reader) fits(row *Row) {
	want := len(r.Header)
	for len(row.Cells) > want && blank(row.Cells[len(row.Cells)-1]) {
		row.Cells = row.Cells[:len(row.Cells)-1]
	}
	got := len(row.Cells)
	if _, padded := r.in.(*xlsxRows); padded && got < want {
		row.Cells = append(row.Cells, make([]string, want-got)...)
		got = want
	}
	if got != want {
		r.note(Problem{Line: row.Line, Column: min(got, want) + 1, Kind: Ragged, Got: int64(got), Want: int64(want)})
	}
	if r.rows == r.limits.Rows {
		r.note(Problem{Line: row.Line, Kind: TooManyRows, Want: r.limits.Rows})
		r.more = true // no need to read what is over the limit
	}
}

func (r *Reader) note(p Problem) {
	if len(r.problems) == maxProblems {
		r.more = true
		return
	}
	r.problems = append(r.problems, p)
}

func (r *Reader) end() error {
	switch {
	case len(r.problems) > 0:
		return r.failed()
	case r.rows == 0:
		return unreadable(Problem{Kind: NoRows})
	}
	return io.EOF
}

func (r *Reader) failed() error { return &UnreadableError{Problems: r.problems, More: r.more} }

// tooLarge adds what was found before to a problem that ended the reading, and
// says so when the file was cut off at its limit.
func (r *Reader) tooLarge(err error) error {
	var last *UnreadableError
	switch {
	case r.counted.over:
		last = unreadable(Problem{Kind: TooLarge, Want: r.limits.Bytes})
	case !errors.As(err, &last):
		return err
	}
	return &UnreadableError{Problems: append(r.problems, last.Problems...), More: r.more}
}

// Format tells what the file is. The encoding is certain after the last row.
func (r *Reader) Format() Format { return r.in.format() }

// Size is how many bytes of the file have been read.
func (r *Reader) Size() int64 { return r.counted.size }

// Close frees what the reading needed.
func (r *Reader) Close() error {
	if r.in == nil {
		return nil
	}
	return r.in.Close()
}

func blank(cell string) bool { return strings.TrimSpace(cell) == "" }

func allBlank(cells []string) bool {
	for _, c := range cells {
		if !blank(c) {
			return false
		}
	}
	return true
}
