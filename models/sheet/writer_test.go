package sheet

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var table = [][]any{
	{"openid", "昵称", "码"},
	{"-dash", "=cmd|' /C calc'!A0", 3},
	{"_under", "说\"好\",对", int64(9007199254740993)},
	{"o3", "两\r\n行", 0},
}

// TestWrittenAndReadAgain writes a table in both kinds and reads it as an import would.
func TestWrittenAndReadAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{CSV, XLSX} {
		var out bytes.Buffer
		w := NewCSV(&out)
		if kind == XLSX {
			w = NewXLSX(&out, "用户")
		}
		for _, row := range table {
			if err := w.Row(row...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(&out, Limits{Bytes: 1 << 20, Rows: 10})
		if err != nil {
			t.Fatal(err)
		}
		var openids, names []string
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			openids, names = append(openids, Unguard(row.Cells[0])), append(names, Unguard(row.Cells[1]))
		}
		if !reflect.DeepEqual(openids, []string{"-dash", "_under", "o3"}) || names[0] != "=cmd|' /C calc'!A0" || names[1] != "说\"好\",对" {
			t.Errorf("%s: %q %q", kind, openids, names)
		}
		if r.Format().Kind != kind {
			t.Errorf("%s reads as %s", kind, r.Format().Kind)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestCSVForExcel(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := NewCSV(&out)
	if err := errors.Join(w.Row("openid", "n"), w.Row("-a", 1), w.Close()); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "\uFEFFopenid,n\r\n'-a,1\r\n" {
		t.Errorf("%q", got)
	}
	if err := NewCSV(io.Discard).Row(1.5); err == nil {
		t.Error("a cell of another kind is taken")
	}
}

func TestMoreRowsThanOneSheetHas(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := newXLSX(&out, "历史", 3)
	for _, row := range append(table, []any{"o4", "", 1}) {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := strings.Join(book.GetSheetList(), ","); got != "历史,历史 2" {
		t.Errorf("sheets %s", got)
	}
	second, err := book.GetRows("历史 2")
	if err != nil || len(second) != 3 || second[0][0] != "openid" || second[1][0] != "o3" || second[2][0] != "o4" {
		t.Errorf("second sheet %v, %v", second, err)
	}
	if kind, err := book.GetCellType("历史", "C2"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a count is stored as %v, %v", kind, err)
	}
	if formula, _ := book.GetCellFormula("历史", "B2"); formula != "" {
		t.Errorf("a value became the formula %q", formula)
	}
}
