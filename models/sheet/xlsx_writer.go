package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// SheetRows is how many rows one sheet of an XLSX file can have, header included.
const SheetRows = 1_048_576

// writing bounds how many XLSX files this process makes at a time: each takes
// some tens of megabytes, and its size on disk once more.
var writing = make(chan struct{}, 2)

// xlsxWriter keeps rows in a temporary file and packs them at the end.
type xlsxWriter struct {
	to     io.Writer
	title  string
	most   int // rows of one sheet
	book   *excelize.File
	sheet  *excelize.StreamWriter
	sheets int
	row    int
	header []any
	cells  []any
}

// NewXLSX writes XLSX. The first row is the header, which stays in view; what
// does not fit into one sheet goes on in the next, under the same header.
func NewXLSX(to io.Writer, title string) Writer { return newXLSX(to, title, SheetRows) }

func newXLSX(to io.Writer, title string, most int) *xlsxWriter {
	writing <- struct{}{}
	w := &xlsxWriter{to: to, title: title, most: most, book: excelize.NewFile()}
	// Straight to the reader: excelize itself would keep the whole file in memory.
	w.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(to) })
	return w
}

func (w *xlsxWriter) Row(cells ...any) error {
	if w.header == nil {
		w.header = append([]any{}, cells...)
		return w.turn()
	}
	if w.row == w.most {
		if err := w.turn(); err != nil {
			return err
		}
	}
	return w.put(cells)
}

// turn begins a sheet with the header.
func (w *xlsxWriter) turn() error {
	if w.sheet != nil {
		if err := w.sheet.Flush(); err != nil {
			return fmt.Errorf("end sheet: %w", err)
		}
	}
	w.sheets++
	name := fmt.Sprintf("%s %d", w.title, w.sheets)
	if w.sheets == 1 {
		name = w.title
		if err := w.book.SetSheetName("Sheet1", name); err != nil {
			return fmt.Errorf("name sheet: %w", err)
		}
	} else if _, err := w.book.NewSheet(name); err != nil {
		return fmt.Errorf("add sheet: %w", err)
	}
	var err error
	if w.sheet, err = w.book.NewStreamWriter(name); err != nil {
		return fmt.Errorf("begin sheet: %w", err)
	}
	err = errors.Join(
		w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		w.sheet.SetColWidth(1, max(1, len(w.header)), 20),
	)
	if err != nil {
		return fmt.Errorf("begin sheet: %w", err)
	}
	w.row = 0
	return w.put(w.header)
}

func (w *xlsxWriter) put(cells []any) error {
	w.cells = w.cells[:0]
	for _, c := range cells {
		switch text := c.(type) {
		case string:
			w.cells = append(w.cells, clip(Guard(text)))
		case int, int64:
			w.cells = append(w.cells, c)
		default:
			return fmt.Errorf("a cell cannot hold %T", c)
		}
	}
	w.row++
	return w.sheet.SetRow(fmt.Sprintf("A%d", w.row), w.cells)
}

// clip keeps a text within the 32,767 characters that a cell can have.
func clip(text string) string {
	if len(text) <= excelize.TotalCellChars {
		return text
	}
	n := 0
	for i := range text {
		if n == excelize.TotalCellChars {
			return text[:i]
		}
		n++
	}
	return text
}

// Close packs the file and sends it.
func (w *xlsxWriter) Close() error {
	var err error
	if w.sheet != nil {
		err = w.sheet.Flush()
	}
	if err == nil {
		_, err = w.book.WriteTo(w.to)
	}
	return errors.Join(err, w.Abort())
}

// Abort deletes the temporary files.
func (w *xlsxWriter) Abort() error {
	<-writing
	return w.book.Close()
}
