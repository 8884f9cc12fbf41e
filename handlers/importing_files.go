package handlers

import (
	"github.com/labstack/echo/v4"

	"xinshi/models/sheet"
	"xinshi/views/exporting"
	"xinshi/views/importing"
	"xinshi/views/text"
)

// importSample is a file to begin with. It holds nobody's data.
func (s *Server) importSample(c echo.Context) error {
	ctx := c.Request().Context()
	query, err := filters(c, "kind", exporting.FormatParam)
	if err != nil {
		return err
	}
	kind, err := importKind(query.Get("kind"))
	if err != nil {
		return err
	}
	format, err := fileFormat(query.Get(exporting.FormatParam))
	if err != nil {
		return err
	}
	name, _ := text.ImportKind(kind)
	t := table{name: name.In(ctx), rows: func(yield func([]any, error) bool) {
		for _, row := range importing.Sample(kind, s.Store.Now()) {
			if !yield(row, nil) {
				return
			}
		}
	}}
	_, err = write(ctx, s.attachment(c, t, format), format, t)
	return err
}

// exportRefused is the rows of an import that were refused, with the reasons.
func (s *Server) exportRefused(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	i, err := s.Store.Import(ctx, app.ID, id)
	if err != nil {
		return err
	}
	rows := func(yield func([]any, error) bool) {
		if !yield(importing.RefusedHeader(ctx, i), nil) {
			return
		}
		for refusal, err := range s.Store.ImportRefusals(ctx, i) {
			if !yield(importing.RefusedCells(ctx, i, refusal), err) {
				return
			}
		}
	}
	return s.export(c, sheet.CSV, table{name: text.ImportRefusedFile.In(ctx), what: "import", id: id, rows: rows})
}
