// Package exporting draws the way in which lists go out as files: the same on
// every page that has one.
package exporting

import (
	"context"
	"xinshi/models/sheet"
	"xinshi/views/components"
	"xinshi/views/text"
)

// FormatParam is the field that says which kind of file is wanted.
const FormatParam = "format"

// Menu offers a list as a file; action is where, with the list's filters.
func Menu(ctx context.Context, action, csrf string, note text.Text) components.DownloadView {
	return components.DownloadView{
		Open: components.ButtonView{Text: text.Export.In(ctx), Icon: components.IconDownload}, Action: action, CSRF: csrf,
		Title: text.Export.In(ctx), Notes: []string{note.In(ctx), text.ExportSheets.In(ctx)}, Name: FormatParam, TestID: "export",
		Choices: []components.Option{{Value: string(sheet.CSV), Text: text.ExportCSV.In(ctx)}, {Value: string(sheet.XLSX), Text: text.ExportXLSX.In(ctx)}},
	}
}
