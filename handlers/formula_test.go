package handlers_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/sheet"
	"xinshi/views/paths"
)

// formulas are cells that a spreadsheet would run: as they are, and behind what
// it takes off before it looks.
var formulas = []string{"=HYPERLINK(\"http://evil.example\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1"}

// No file that leaves us runs as a formula, whatever people are called and
// whatever was imported, in either format. A new export has to be added here.
func TestNoExportRunsAsAFormula(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, b := s.App(t), s.as(t, models.RoleAdmin)
	exports := map[string]string{
		paths.RecipientsExportRoute: paths.RecipientsExport(app.Appid),
		paths.MessagesExportRoute:   paths.MessagesExport(app.Appid),
		paths.DraftCheckExportRoute: s.formulaDraft(t, b, app),
		paths.ImportRefusedRoute:    s.formulaImport(t, b, app),
	}
	for _, r := range handlers.Routes() {
		if r[0] == http.MethodPost && r[2] == string(models.PermExport) && exports[r[1]] == "" {
			t.Errorf("the export %s is not looked at", r[1])
		}
	}
	for route, path := range exports {
		for _, format := range []sheet.Kind{sheet.CSV, sheet.XLSX} {
			if route == paths.ImportRefusedRoute && format == sheet.XLSX {
				continue // a CSV file alone
			}
			file := b.export(t, path, format).want(t, http.StatusOK)
			cells, found := cellsOf(t, file, format), false
			for _, cell := range cells {
				found = found || strings.Contains(cell, "HYPERLINK")
				if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 {
					t.Errorf("%s as %s has the cell %q", route, format, cell)
				}
			}
			if !found {
				t.Errorf("%s as %s has none of the hostile cells: %q", route, format, cells)
			}
		}
	}
}

// cellsOf reads a file as a spreadsheet would; a formula in it fails the test.
func cellsOf(t *testing.T, r reply, format sheet.Kind) (cells []string) {
	t.Helper()
	if format == sheet.CSV {
		return slices.Concat(r.records(t)...)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(r.body)))
	must(t, err)
	defer book.Close()
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		must(t, err)
		for i, row := range rows {
			for j := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				must(t, err)
				if formula, err := book.GetCellFormula(name, at); err != nil || formula != "" {
					t.Errorf("%s holds the formula %q, %v", at, formula, err)
				}
			}
			cells = append(cells, row...)
		}
	}
	return cells
}

// formulaDraft is a checked draft for people who are called like formulas, and
// got messages that begin like them.
func (s *site) formulaDraft(t *testing.T, b *browser, app models.App) string {
	t.Helper()
	d := drafted(t, s, app)
	template := s.Template(t, app)
	for i, formula := range formulas {
		openid := "f" + id(int64(i))
		s.Recipient(t, app, openid)
		must(t, s.Exec("UPDATE recipients SET nickname = ?, remark = ?, phone = ? WHERE openid = ?", formula, formula, formula, openid))
		s.Code(t, app, openid, models.CodeForm, "form-of-"+openid+"-0123456789")
		m := s.settled(t, app, template, openid, models.MessageFailed, refusedWith(40037, formula))
		must(t, s.Exec(`UPDATE messages SET data = json_replace(data, '$.keyword1.value', ?) WHERE id = ?`, formula, m.ID))
	}
	path := s.drafts(app, d) + "/check"
	b.get(t, path).want(t, http.StatusOK)
	return path + "/export"
}

// formulaImport is an import whose refused rows hold formulas.
func (s *site) formulaImport(t *testing.T, b *browser, app models.App) string {
	t.Helper()
	var file strings.Builder
	file.WriteString("openid,=HYPERLINK(1)\n")
	for _, formula := range formulas {
		file.WriteString("no openid,\"" + strings.ReplaceAll(formula, `"`, `""`) + "\"\n")
	}
	page := b.upload(t, paths.Imports(app.Appid), "people", "=HYPERLINK(2).csv", file.String()).want(t, http.StatusSeeOther).header.Get("Location")
	b.post(t, page+"/check", url.Values{"targets.0": {"openid"}, "targets.1": {"nickname"}}).leadsTo(t, page)
	s.keepImports(t)
	return page + "/refused"
}
