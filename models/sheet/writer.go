package sheet

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// Writer writes a table row by row. A cell is a string, an int or an int64; a
// string is guarded, see Guard. Close completes the file, Abort leaves it as it
// is; one of the two has to be called.
type Writer interface {
	Row(cells ...any) error
	Close() error
	Abort() error
}

// csvWriter writes what Excel opens rightly by a double click: UTF-8 with the
// mark, without which it takes the system's encoding.
type csvWriter struct {
	out    *bufio.Writer
	csv    *csv.Writer
	record []string
}

// NewCSV writes CSV.
func NewCSV(to io.Writer) Writer {
	out := bufio.NewWriterSize(to, 32<<10)
	_, _ = out.WriteString("\uFEFF") // an error comes back with the flush
	w := &csvWriter{out: out, csv: csv.NewWriter(out)}
	w.csv.UseCRLF = true
	return w
}

func (w *csvWriter) Row(cells ...any) error {
	w.record = w.record[:0]
	for _, c := range cells {
		text, err := cellText(c)
		if err != nil {
			return err
		}
		w.record = append(w.record, text)
	}
	return w.csv.Write(w.record)
}

func (w *csvWriter) Close() error {
	w.csv.Flush()
	if err := w.csv.Error(); err != nil {
		return err
	}
	return w.out.Flush()
}

func (w *csvWriter) Abort() error { return nil }

func cellText(cell any) (string, error) {
	switch c := cell.(type) {
	case string:
		return Guard(c), nil
	case int:
		return strconv.Itoa(c), nil
	case int64:
		return strconv.FormatInt(c, 10), nil
	}
	return "", fmt.Errorf("a cell cannot hold %T", cell)
}
