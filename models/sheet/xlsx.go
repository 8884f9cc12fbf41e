package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What an XLSX file may unpack to: its tables go through temporary files, the
// other parts (styles, pictures) through memory.
const (
	maxUnpacked = 2 << 30
	maxInMemory = 32 << 20
	maxXMLInRAM = 8 << 20
)

// reading bounds how many XLSX files this process reads at a time: each takes
// some tens of megabytes.
var reading = make(chan struct{}, 2)

// xlsxRows reads the first visible sheet of an XLSX file.
type xlsxRows struct {
	path string
	book *excelize.File
	rows *excelize.Rows
	line int
	is   Format
}

// openXLSX keeps the file in a temporary one, since a zip is read from its end.
func openXLSX(in io.Reader) (*xlsxRows, error) {
	file, err := os.CreateTemp("", "xinshi-import-*.xlsx")
	if err != nil {
		return nil, fmt.Errorf("keep XLSX file: %w", err)
	}
	r := &xlsxRows{path: file.Name()}
	_, err = io.Copy(file, in)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(r.path))
	}
	reading <- struct{}{}
	if err := r.open(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *xlsxRows) open() error {
	if err := checkZip(r.path); err != nil {
		return err
	}
	book, err := excelize.OpenFile(r.path, excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxXMLInRAM,
		// As stored: a format would cut long numbers and write dates as Americans do.
		RawCellValue: true,
	})
	if err != nil {
		return broken(err)
	}
	r.book, r.is = book, Format{Kind: XLSX}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.is.From1904 = *props.Date1904
	}
	for _, name := range book.GetSheetList() {
		visible, err := book.GetSheetVisible(name)
		switch {
		case err != nil:
			return broken(err)
		case visible && r.is.Sheet == "":
			r.is.Sheet = name
		case visible:
			r.is.Others++
		}
	}
	if r.rows, err = book.Rows(r.is.Sheet); err != nil {
		return broken(err)
	}
	return nil
}

// broken keeps the cause for the log, beside what is told to people.
func broken(cause error) error {
	return errors.Join(unreadable(Problem{Kind: BrokenXLSX}), cause)
}

// checkZip refuses what would unpack to too much, and reads the tables' XML once
// to its end: excelize takes a damaged part for one that ends there.
func checkZip(path string) (err error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return broken(err)
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	var all, inMemory uint64
	for _, part := range archive.File {
		all += part.UncompressedSize64
		if !isTable(part.Name) {
			inMemory += part.UncompressedSize64
		}
		if all > maxUnpacked || inMemory > maxInMemory {
			return unreadable(Problem{Kind: Unpacked, Want: maxUnpacked})
		}
	}
	for _, part := range archive.File {
		if isTable(part.Name) {
			if err := checkXML(part); err != nil {
				return broken(fmt.Errorf("%s: %w", part.Name, err))
			}
		}
	}
	return nil
}

func isTable(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, "\\", "/"))
	return strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml"
}

func checkXML(part *zip.File) (err error) {
	in, err := part.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	decoder := xml.NewDecoder(in)
	depth := 0
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

func (r *xlsxRows) next() (Row, error) {
	if !r.rows.Next() {
		if err := r.rows.Error(); err != nil {
			return Row{}, broken(err)
		}
		return Row{}, io.EOF
	}
	r.line++
	cells, err := r.rows.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return Row{}, broken(err)
	}
	size := 0
	for _, c := range cells {
		size += len(c)
	}
	switch {
	case size > MaxRow:
		return Row{}, unreadable(Problem{Line: r.line, Kind: RowTooLong, Want: MaxRow})
	case len(cells) > maxCells:
		return Row{}, unreadable(Problem{Line: r.line, Kind: TooManyColumns, Want: MaxColumns})
	}
	return Row{Line: r.line, Cells: cells}, nil
}

func (r *xlsxRows) noted() []Problem { return nil }
func (r *xlsxRows) format() Format   { return r.is }

// Close deletes the temporary files.
func (r *xlsxRows) Close() error {
	var errs []error
	if r.rows != nil {
		errs = append(errs, r.rows.Close())
	}
	if r.book != nil {
		errs = append(errs, r.book.Close())
	}
	<-reading
	return errors.Join(append(errs, os.Remove(r.path))...)
}
