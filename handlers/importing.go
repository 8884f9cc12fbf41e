package handlers

import (
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/sheet"
	"xinshi/views/importing"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// listImports shows an App's imports, newest first.
func (s *Server) listImports(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, beforeParam, afterParam)
	if err != nil {
		return err
	}
	at, err := cursor(query)
	if err != nil {
		return err
	}
	found, err := s.Store.Imports(ctx, app.ID, at, pageSize)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavRecipients, text.Imports)
	return s.render(c, http.StatusOK, importing.List(importing.NewListPage(ctx, frame, found.Rows, pager(paths.Imports(app.Appid), query, found))))
}

// newImport is the form for a file.
func (s *Server) newImport(c echo.Context) error {
	query, err := filters(c, "kind")
	if err != nil {
		return err
	}
	kind, err := importKind(query.Get("kind"))
	if err != nil {
		return err
	}
	return s.renderNewImport(c, http.StatusOK, kind, importing.Refused{})
}

// importKind reads a kind; none is that of users.
func importKind(value string) (models.ImportKind, error) {
	if value == "" {
		return models.ImportPeople, nil
	}
	kind := models.ImportKind(value)
	if !slices.Contains(models.ImportKinds, kind) {
		return "", badRequest(errors.New("unknown kind of import"))
	}
	return kind, nil
}

func (s *Server) renderNewImport(c echo.Context, status int, kind models.ImportKind, refused importing.Refused) error {
	frame := s.page(c, layout.NavRecipients, text.ImportNewTitle)
	return s.render(c, status, importing.New(importing.NewForm(c.Request().Context(), frame, kind, refused)))
}

// uploadImport takes a file. What is broken is told with the form for another one.
func (s *Server) uploadImport(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	kind, err := importKind(c.Request().PostForm.Get("kind"))
	if err != nil {
		return err
	}
	file := upload(c)
	if file == nil {
		return s.renderNewImport(c, http.StatusUnprocessableEntity, kind, importing.Refused{Missing: true})
	}
	if err := takeTime(c, uploadTime); err != nil {
		return err
	}
	i, err := s.Store.ReceiveImport(ctx, actor(c), app, kind, file.FileName(), file)
	var broken *sheet.UnreadableError
	if errors.As(err, &broken) {
		s.Log.InfoContext(ctx, "file refused", "error", err, "request_id", of(c).requestID)
		// A browser that is still sending does not listen: the rest is read first.
		_, _ = io.Copy(io.Discard, file)
		return s.renderNewImport(c, http.StatusUnprocessableEntity, kind, importing.Refused{Broken: broken})
	}
	if err != nil {
		return err
	}
	return s.see(c, paths.Import(app.Appid, i.ID))
}

// What the page of an import shows at once.
const (
	sampleLines  = 5
	refusedLines = 50
)

// importPage shows one import. While it is at work, htmx asks for what changes.
func (s *Server) importPage(c echo.Context) error {
	ctx := c.Request().Context()
	query, err := filters(c, importing.ShownParam)
	if err != nil {
		return err
	}
	src, err := s.importSource(c)
	if err != nil {
		return err
	}
	if isFragment(c) {
		changed := query.Get(importing.ShownParam) != string(src.Import.State)
		return s.render(c, http.StatusOK, importing.News(importing.NewLive(ctx, src), importing.NewActions(ctx, src), changed))
	}
	return s.renderImport(c, http.StatusOK, src)
}

func (s *Server) renderImport(c echo.Context, status int, src importing.Source) error {
	ctx := c.Request().Context()
	return s.render(c, status, importing.Show(importing.NewShowPage(ctx, s.page(c, layout.NavRecipients, text.Imports), src)))
}

// importSource loads the import that the URL names, and what its page shows with it.
func (s *Server) importSource(c echo.Context) (importing.Source, error) {
	ctx, app := c.Request().Context(), currentApp(c)
	src := importing.Source{App: app, Now: s.Store.Now(), CSRF: s.csrfToken(c)}
	id, err := idParam(c, "id")
	if err != nil {
		return src, err
	}
	if src.Import, err = s.Store.Import(ctx, app.ID, id); err != nil {
		return src, err
	}
	src.Plan = src.Import.Plan
	if src.Import.CanMap() {
		if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
			return src, err
		}
		if src.Sample, err = s.Store.ImportSample(ctx, app, src.Import, src.Plan, sampleLines); err != nil {
			return src, err
		}
	}
	if src.Import.State != models.ImportChecked && !src.Import.State.Over() {
		return src, nil
	}
	for refusal, err := range s.Store.ImportRefusals(ctx, src.Import) {
		if err != nil {
			return src, err
		}
		if src.Refused = append(src.Refused, refusal); len(src.Refused) == refusedLines {
			break
		}
	}
	return src, nil
}
