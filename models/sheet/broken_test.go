package sheet_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"xinshi/models/sheet"
)

var plenty = sheet.Limits{Bytes: 1 << 20, Rows: 1000}

// readAll reads a table to its end.
func readAll(file string, limits sheet.Limits) (header []string, rows []sheet.Row, format sheet.Format, err error) {
	r, err := sheet.Open(strings.NewReader(file), limits)
	if err != nil {
		return nil, nil, sheet.Format{}, err
	}
	for {
		row, err := r.Next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return r.Header, rows, r.Format(), errors.Join(err, r.Close())
		}
		rows = append(rows, row)
	}
}

func gbk(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func utf16(t *testing.T, s string, order unicode.Endianness) string {
	t.Helper()
	out, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestBrokenFiles is the list of what people upload by mistake, each with the
// place that they are told.
func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	manyColumns := strings.TrimSuffix(strings.Repeat("列,", 1), ",")
	for i := range sheet.MaxColumns {
		manyColumns += fmt.Sprintf(",c%d", i)
	}
	cases := []struct {
		name, file string
		want       []string // line:column kind
	}{
		{"nothing", "", []string{"0:0 empty"}},
		{"blank lines only", "\n\r\n  \n,,\n", []string{"0:0 empty"}},
		{"a byte order mark and nothing else", "\uFEFF", []string{"0:0 empty"}},
		{"a header and no rows", "openid,昵称\n", []string{"0:0 no_rows"}},
		{"an old Excel file", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest", []string{"0:0 old_excel"}},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", []string{"0:0 not_text"}},
		{"UTF-16 without a mark", "o\x00p\x00e\x00n\x00", []string{"0:0 not_text"}},
		{"a zip that is no XLSX", "PK\x03\x04 something else", []string{"0:0 broken_xlsx"}},
		{"a column twice", "openid,昵称,OpenID\no1,a,b\n", []string{"1:3 same_name"}},
		{"a column without a name", "openid,,昵称\no1,a,b\n", []string{"1:2 unnamed_column"}},
		{"too many columns", manyColumns + "\n", []string{"1:0 too_many_columns"}},
		{"nothing but separators", strings.Repeat(",", 5000) + "\n", []string{"1:0 too_many_columns"}},
		{"a row with a cell too few", "openid,昵称,备注\no1,a,b\no2,a\no3,a,b\n", []string{"3:3 ragged"}},
		{"a row with a cell too many", "openid,昵称\no1,a\no2,a,b\n", []string{"3:3 ragged"}},
		{"a quote within a cell", "openid,昵称\no1,5\" 屏\n", []string{"2:2 bare_quote"}},
		{"text after the closing quote", "openid,昵称\no1,\"安娜\"x\n", []string{"2:2 after_quote"}},
		{"a quote that is never closed", "openid,昵称\no1,a\no2,\"安娜\no3,b\n", []string{"3:2 open_quote"}},
		{"a quote that is not closed within the limit", "openid\n\"" + strings.Repeat("x\n", sheet.MaxRow), []string{"2:1 open_quote"}},
		{"a row that is too long", "openid\n" + strings.Repeat("x", sheet.MaxRow+1), []string{"2:1 row_too_long"}},
		{"a broken byte in UTF-8", "openid,昵称\no1,安娜\no2,小\xFF明小明小明\n", []string{"3:2 bad_bytes"}},
		{"a broken byte in the header", "openid,昵称安娜小明\xFE\no1,安娜\n", []string{"1:2 bad_bytes"}},
		{"a broken byte in GBK", gbk(t, "openid,昵称\no1,安娜\no2,小") + "\xFF\n", []string{"3:2 bad_bytes"}},
		{"half a character at the end of UTF-16", utf16(t, "openid,昵称\no1,安娜", unicode.LittleEndian) + "x", []string{"2:2 bad_bytes"}},
		{"several at once", "openid,昵称\no1\no2,\"x\"y\no3,a,b\n", []string{"2:2 ragged", "3:2 after_quote", "4:3 ragged"}},
		{"a broken cell after lines within a cell", "openid,备注\no1,\"一\n二\r\n三\"\no2,\"x\"y\n", []string{"5:2 after_quote"}},
		{"what comes before an open quote too", "openid,昵称\no1\no2,\"x\n", []string{"2:2 ragged", "3:2 open_quote"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, _, err := readAll(c.file, plenty)
			if got := problems(err); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v (%v)", got, c.want, err)
			}
		})
	}
}

func problems(err error) (list []string) {
	var bad *sheet.UnreadableError
	if !errors.As(err, &bad) {
		return nil
	}
	for _, p := range bad.Problems {
		list = append(list, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Kind))
	}
	return list
}

func TestLimits(t *testing.T) {
	t.Parallel()
	three := "openid\no1\no2\no3\n"
	cases := []struct {
		name   string
		limits sheet.Limits
		want   []string
	}{
		{"fits exactly", sheet.Limits{Bytes: int64(len(three)), Rows: 3}, nil},
		{"a row too many", sheet.Limits{Bytes: 100, Rows: 2}, []string{"4:0 too_many_rows"}},
		{"a byte too many", sheet.Limits{Bytes: int64(len(three)) - 1, Rows: 3}, []string{"0:0 too_large"}},
	}
	for _, c := range cases {
		_, rows, _, err := readAll(three, c.limits)
		if got := problems(err); !slices.Equal(got, c.want) || (c.want == nil && (err != nil || len(rows) != 3)) {
			t.Errorf("%s: %v, %d rows, %v", c.name, got, len(rows), err)
		}
	}
	var wrong strings.Builder
	wrong.WriteString("openid\n")
	for range 200 {
		wrong.WriteString("a,b\n")
	}
	_, _, _, err := readAll(wrong.String(), plenty)
	var bad *sheet.UnreadableError
	if !errors.As(err, &bad) || len(bad.Problems) != 50 || !bad.More {
		t.Errorf("two hundred problems: %v", err)
	}
}

// endless is a file that never stops.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "a\n"[(e.read+int64(i))%2]
	}
	e.read += int64(len(p))
	return len(p), nil
}

func TestReadsNoFurtherThanItsLimit(t *testing.T) {
	t.Parallel()
	in := &endless{}
	r, err := sheet.Open(in, sheet.Limits{Bytes: 1 << 20, Rows: 1 << 40})
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = r.Next()
	}
	if got := problems(err); !slices.Equal(got, []string{"0:0 too_large"}) || in.read > 2<<20 {
		t.Errorf("%v after %d bytes", got, in.read)
	}
}
