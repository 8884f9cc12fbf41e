package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// csvRows reads the records of a CSV file by RFC 4180, and says by line and
// column where one breaks its rules; encoding/csv would read on to the end of
// the file, and keep it in memory, after a quote that nobody closed.
type csvRows struct {
	in       *bufio.Reader // UTF-8
	decoder  *decoder
	sep      byte
	line     int // of the next byte
	limit    int // bytes of one record
	text     []byte
	cells    []csvCell
	problems []Problem // of the last record
}

// csvCell is a cell of the record being read: where it ends in its text, and
// on which line it began.
type csvCell struct{ end, line int }

func newCSVRows(in *bufio.Reader, limit int) *csvRows {
	d := decode(in)
	r := &csvRows{in: bufio.NewReaderSize(d, window), decoder: d, line: 1, limit: limit}
	ahead, _ := r.in.Peek(window)
	r.sep = guessSeparator(ahead)
	return r
}

// guessSeparator counts what could be one in the first record, outside quotes.
func guessSeparator(ahead []byte) byte {
	counts := map[byte]int{}
	quoted := false
	for _, b := range bytes.TrimLeft(ahead, "\r\n") {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ',' || b == ';' || b == '\t':
			counts[b]++
		}
		if !quoted && (b == '\n' || b == '\r') {
			break
		}
	}
	best := byte(',')
	for _, b := range []byte{';', '\t'} {
		if counts[b] > counts[best] {
			best = b
		}
	}
	return best
}

// next reads one record. A problem of the record alone goes to r.problems; one
// that ends the reading is the error. io.EOF comes with no record.
func (r *csvRows) next() (Row, error) {
	r.text, r.cells, r.problems = r.text[:0], r.cells[:0], nil
	line := r.line
	for first := true; ; first = false {
		more, err := r.cell()
		if errors.Is(err, io.EOF) && first && len(r.text) == 0 {
			return Row{}, io.EOF
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return Row{}, err
		}
		if !more {
			break
		}
		if len(r.cells) > maxCells {
			return Row{}, unreadable(Problem{Line: line, Kind: TooManyColumns, Want: MaxColumns})
		}
	}
	text, cells := string(r.text), make([]string, len(r.cells))
	begin := 0
	for i, c := range r.cells {
		cells[i], begin = text[begin:c.end], c.end
		if !r.understood(cells[i]) {
			r.note(c.line, i, BadBytes)
		}
	}
	return Row{Line: line, Cells: cells}, nil
}

// understood tells whether the bytes of a cell were characters in the file.
func (r *csvRows) understood(text string) bool {
	if r.decoder.encoding == UTF8 {
		return utf8.ValidString(text)
	}
	return !strings.ContainsRune(text, utf8.RuneError)
}

func (r *csvRows) note(line, column int, kind ProblemKind) {
	p := Problem{Line: line, Column: column + 1, Kind: kind}
	if kind == BadBytes {
		p.Text = string(r.decoder.encoding)
	}
	r.problems = append(r.problems, p)
}

// cell reads one cell; more is true when a separator ended it. io.EOF says that
// the file ends with it.
func (r *csvRows) cell() (more bool, err error) {
	line, column := r.line, len(r.cells)
	b, err := r.in.ReadByte()
	if err == nil && b == '"' {
		if b, err = r.quoted(line, column); err == nil && !r.ends(b) {
			r.note(r.line, column, AfterQuote)
		}
	}
	for err == nil && !r.ends(b) {
		if b == '"' && len(r.problems) == 0 { // one is enough: the others follow from it
			r.note(r.line, column, BareQuote)
		}
		if len(r.text) >= r.limit {
			return false, unreadable(Problem{Line: line, Column: column + 1, Kind: RowTooLong, Want: int64(r.limit)})
		}
		r.text = append(r.text, b)
		b, err = r.in.ReadByte()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	r.cells = append(r.cells, csvCell{len(r.text), line})
	if err != nil {
		return false, err
	}
	if b == r.sep {
		return true, nil
	}
	return false, r.endLine(b)
}

// quoted reads up to the closing quote and returns what stands behind it.
func (r *csvRows) quoted(line, column int) (byte, error) {
	open := unreadable(Problem{Line: line, Column: column + 1, Kind: OpenQuote})
	for {
		b, err := r.in.ReadByte()
		if errors.Is(err, io.EOF) || len(r.text) >= r.limit {
			return 0, open
		}
		if err != nil {
			return 0, err
		}
		if b == '"' {
			if b, err = r.in.ReadByte(); err != nil || b != '"' {
				return b, err
			}
		}
		if b == '\n' || b == '\r' {
			if err := r.endLine(b); err != nil {
				return 0, err
			}
			b = '\n'
		}
		r.text = append(r.text, b)
	}
}

func (r *csvRows) ends(b byte) bool { return b == r.sep || b == '\n' || b == '\r' }

// endLine counts a line, whose end is \n, \r\n, or the \r of old Macs.
func (r *csvRows) endLine(b byte) error {
	r.line++
	if b != '\r' {
		return nil
	}
	if next, err := r.in.ReadByte(); err == nil && next != '\n' {
		return r.in.UnreadByte()
	} else if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}
