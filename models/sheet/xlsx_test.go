package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xinshi/models/sheet"
)

// workbook makes an XLSX file of rows; edit changes it.
func workbook(t *testing.T, rows [][]any, edit ...func(*excelize.File)) string {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range edit {
		f(book)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestReadXLSX(t *testing.T) {
	t.Parallel()
	file := workbook(t, [][]any{
		{"openid", "手机", "备注", "时间", ""},
		{"o1", 13800138000, "一行\n两行", 46349.5},
		{},
		{"o2"},
	}, func(f *excelize.File) {
		_, _ = f.NewSheet("说明")
		_, _ = f.NewSheet("藏起来的")
		_ = f.SetSheetVisible("藏起来的", false)
	})
	header, rows, format, err := readAll(file, plenty)
	want := []sheet.Row{
		{Line: 2, Cells: []string{"o1", "13800138000", "一行\n两行", "46349.5"}},
		{Line: 4, Cells: []string{"o2", "", "", ""}},
	}
	if err != nil || len(header) != 4 || !reflect.DeepEqual(rows, want) {
		t.Fatalf("%v %v %v", header, rows, err)
	}
	if format != (sheet.Format{Kind: sheet.XLSX, Sheet: "Sheet1", Others: 1}) {
		t.Errorf("format %+v", format)
	}
}

func TestBrokenXLSX(t *testing.T) {
	t.Parallel()
	good := workbook(t, [][]any{{"openid", "昵称"}, {"o1", "安娜"}, {"o2", "小明"}})
	cases := []struct {
		name, file string
		want       []string
	}{
		{"cut off", good[:len(good)/2], []string{"0:0 broken_xlsx"}},
		{"a part that breaks off in the middle", rezip(t, good, "xl/worksheets/sheet1.xml", func(s string) string {
			return strings.Replace(s, `<row r="3"`, `<row r="3" & `, 1)
		}), []string{"0:0 broken_xlsx"}},
		{"a part that ends early", rezip(t, good, "xl/worksheets/sheet1.xml", func(s string) string {
			return s[:strings.Index(s, `<row r="3"`)]
		}), []string{"0:0 broken_xlsx"}},
		{"a zip of something else", rezip(t, good, "xl/workbook.xml", func(string) string { return "no workbook" }), []string{"0:0 broken_xlsx"}},
		{"a cell beyond the header", workbook(t, [][]any{{"openid"}, {"o1", "", "x"}}), []string{"2:2 ragged"}},
		{"no name above a column", workbook(t, [][]any{{"openid", "", "备注"}, {"o1", "a", "x"}}), []string{"1:2 unnamed_column"}},
		{"only a header", workbook(t, [][]any{{"openid"}}), []string{"0:0 no_rows"}},
		{"behind a password", locked(t), []string{"0:0 old_excel"}},
		{"a bomb that says so", bomb(t, 3<<30), []string{"0:0 unpacked"}},
		{"a bomb of pictures", bomb(t, 40<<20), []string{"0:0 unpacked"}},
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

// rezip changes one part of an XLSX file.
func rezip(t *testing.T, file, name string, change func(string) string) string {
	t.Helper()
	in, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range in.File {
		content := readPart(t, part)
		if part.Name == name {
			content = change(content)
		}
		to, err := w.Create(part.Name)
		if err == nil {
			_, err = io.WriteString(to, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func readPart(t *testing.T, part *zip.File) string {
	t.Helper()
	in, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	content, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func locked(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := excelize.NewFile().Write(&out, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// bomb is a small zip whose one part claims to be large.
func bomb(t *testing.T, size uint64) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	to, err := w.CreateRaw(&zip.FileHeader{Name: "xl/media/image1.png", Method: zip.Deflate, UncompressedSize64: size, CompressedSize64: 4})
	if err == nil {
		_, err = to.Write([]byte{0, 0, 0, 0})
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A bomb that lies about its size is cut off by the zip reader where its claim ends.
func TestLyingBomb(t *testing.T) {
	t.Parallel()
	good := workbook(t, [][]any{{"openid"}, {"o1"}})
	in, err := zip.NewReader(strings.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range in.File {
		header := part.FileHeader
		if part.Name == "xl/worksheets/sheet1.xml" {
			header.UncompressedSize64 = 10
		}
		raw, err := part.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.CreateRaw(&header)
		if err == nil {
			_, err = io.Copy(to, raw)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, _, err = readAll(out.String(), plenty)
	if got := problems(err); !slices.Equal(got, []string{"0:0 broken_xlsx"}) {
		t.Errorf("%v (%v)", got, err)
	}
}

func TestNoFileStaysBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, file := range []string{workbook(t, [][]any{{"openid"}, {"o1"}}), "PK\x03\x04 nonsense", bomb(t, 3<<30)} {
		_, _, _, _ = readAll(file, plenty)
	}
	var out bytes.Buffer
	w := sheet.NewXLSX(&out, "用户")
	_ = w.Row("openid")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
