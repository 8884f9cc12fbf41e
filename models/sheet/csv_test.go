package sheet_test

import (
	"encoding/csv"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"xinshi/models/sheet"
)

// TestWhatSpreadsheetsSave reads one table in all the ways in which it is saved.
func TestWhatSpreadsheetsSave(t *testing.T) {
	t.Parallel()
	plain := "openid,昵称,备注\r\no1,安娜,\"爱,芒果\"\r\no2,小明,说\"\"\"\"\r\n"
	plain = strings.Replace(plain, "说\"\"\"\"", "\"说\"\"好\"\"\"", 1)
	semicolons := strings.ReplaceAll(strings.ReplaceAll(plain, ",", ";"), "爱;芒果", "爱,芒果")
	tabs := strings.ReplaceAll(strings.ReplaceAll(plain, ",", "\t"), "爱\t芒果", "爱,芒果")
	want := []sheet.Row{{Line: 2, Cells: []string{"o1", "安娜", "爱,芒果"}}, {Line: 3, Cells: []string{"o2", "小明", `说"好"`}}}
	cases := []struct {
		name, file string
		encoding   sheet.Encoding
		separator  string
	}{
		{"UTF-8", plain, sheet.UTF8, ","},
		{"UTF-8 with a mark", "\uFEFF" + plain, sheet.UTF8, ","},
		{"GBK", gbk(t, plain), sheet.GB18030, ","},
		{"UTF-16 LE", utf16(t, plain, unicode.LittleEndian), sheet.UTF16LE, ","},
		{"UTF-16 BE", utf16(t, plain, unicode.BigEndian), sheet.UTF16BE, ","},
		{"semicolons", semicolons, sheet.UTF8, ";"},
		{"semicolons in GBK", gbk(t, semicolons), sheet.GB18030, ";"},
		{"Unicode text of Excel", utf16(t, tabs, unicode.LittleEndian), sheet.UTF16LE, "\t"},
		{"line ends of Unix", strings.ReplaceAll(plain, "\r\n", "\n"), sheet.UTF8, ","},
		{"line ends of old Macs", strings.ReplaceAll(plain, "\r\n", "\r"), sheet.UTF8, ","},
		{"no end of the last line", strings.TrimSuffix(plain, "\r\n"), sheet.UTF8, ","},
		{"columns that were never filled", strings.ReplaceAll(plain, "\r\n", ",,\r\n"), sheet.UTF8, ","},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			header, rows, format, err := readAll(c.file, plenty)
			if err != nil || !slices.Equal(header, []string{"openid", "昵称", "备注"}) || !reflect.DeepEqual(rows, want) {
				t.Fatalf("%v %v %v", header, rows, err)
			}
			if format.Kind != sheet.CSV || format.Encoding != c.encoding || format.Separator != c.separator {
				t.Errorf("format %+v", format)
			}
		})
	}
}

func TestLinesAreCountedAsInAnEditor(t *testing.T) {
	t.Parallel()
	_, rows, _, err := readAll("\n\nopenid,备注\n\no1,\"一\n二\"\n , \no2,x\n", plenty)
	if err != nil || len(rows) != 2 || rows[0].Line != 5 || rows[1].Line != 8 {
		t.Errorf("%v %v", rows, err)
	}
	if rows[0].Cells[1] != "一\n二" {
		t.Errorf("a cell of two lines is %q", rows[0].Cells[1])
	}
}

func TestOneColumn(t *testing.T) {
	t.Parallel()
	header, rows, _, err := readAll("openid\no1\no2\n", plenty)
	if err != nil || len(header) != 1 || len(rows) != 2 {
		t.Errorf("%v %v %v", header, rows, err)
	}
}

// The first character that is no ASCII may come late: an export of users whose
// names are Chinese only here and there.
func TestEncodingDecidedLate(t *testing.T) {
	t.Parallel()
	long := "openid,name\n" + strings.Repeat("o1,anna\n", 30_000)
	for name, file := range map[sheet.Encoding]string{sheet.UTF8: long + "o2,安娜\n", sheet.GB18030: long + gbk(t, "o2,安娜\n")} {
		_, rows, format, err := readAll(file, sheet.Limits{Bytes: 1 << 20, Rows: 100_000})
		if err != nil || format.Encoding != name || rows[len(rows)-1].Cells[1] != "安娜" {
			t.Errorf("%s: %v, %v", name, format, err)
		}
	}
}

// FuzzCSV holds the reader against the standard library's: whatever both take,
// they read alike; nothing makes ours fail otherwise than by saying where.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"openid,昵称\no1,\"a\"\"b\"\n", "a;b\n1;\"x\ny\"\n", "a\tb\r\n1\t2\r\n", "a,b\n1\n", "a,\"b\n", "\uFEFFa\n1", "\xFF\xFEa\x00\n\x001\x00", "名\n\xD6\xD0\n", "a\rb", "PK\x03\x04", ",,\n1,2,3",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		header, rows, format, err := readAll(file, plenty)
		if err != nil {
			if problems(err) == nil {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		for _, row := range rows {
			if len(row.Cells) != len(header) || row.Line < 2 {
				t.Fatalf("line %d has %d cells, the header %d", row.Line, len(row.Cells), len(header))
			}
			for _, cell := range row.Cells {
				if !utf8.ValidString(cell) {
					t.Fatalf("a cell is no UTF-8: %q", cell)
				}
			}
		}
		if format.Encoding != sheet.UTF8 || strings.Contains(strings.ReplaceAll(file, "\r\n", "\n"), "\r") {
			return // the library takes \r alone for text
		}
		theirs := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\uFEFF")))
		theirs.Comma, theirs.FieldsPerRecord = rune(format.Separator[0]), -1
		all, err := theirs.ReadAll()
		if err != nil {
			t.Fatalf("taken by us, refused by the library: %v", err)
		}
		var kept [][]string
		for _, record := range all {
			if strings.TrimSpace(strings.Join(record, "")) != "" {
				kept = append(kept, record)
			}
		}
		if len(kept) != len(rows)+1 {
			t.Fatalf("%d rows, the library has %d", len(rows), len(kept)-1)
		}
		for i, row := range rows {
			if !slices.Equal(row.Cells, kept[i+1][:len(row.Cells)]) {
				t.Fatalf("row %d: %q, the library has %q", i, row.Cells, kept[i+1])
			}
		}
	})
}
