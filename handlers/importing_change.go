package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/importing"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// checkAtOnce is how many rows are checked while a person waits; more are
// checked in the background.
const checkAtOnce = 2000

// checkImport takes what the columns are and has the rows judged by it.
func (s *Server) checkImport(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	src, err := s.importSource(c)
	if err != nil {
		return err
	}
	form, i := c.Request().PostForm, src.Import
	plan := models.ImportPlan{Kind: models.CodeKind(form.Get("kind")), TemplateID: form.Get("template_id")}
	for n := range i.Columns {
		plan.Targets = append(plan.Targets, models.ImportTarget(form.Get(importing.TargetParam+strconv.Itoa(n))))
	}
	err = s.Store.CheckImport(ctx, actor(c), app.ID, i.ID, plan)
	var refused *models.ValidationError
	if errors.As(err, &refused) {
		src.Plan, src.Errors = plan, refused.Fields
		if src.Sample, err = s.Store.ImportSample(ctx, app, i, plan, sampleLines); err != nil {
			return err
		}
		return s.renderImport(c, http.StatusUnprocessableEntity, src)
	}
	if err != nil {
		return s.importStands(c, err)
	}
	for more := i.RowCount <= checkAtOnce; more; {
		if more, err = s.Store.KeepImport(ctx, s.node, i.ID); err != nil {
			return err
		}
	}
	return s.see(c, paths.Import(app.Appid, i.ID))
}

// startImport lets a checked import run.
func (s *Server) startImport(c echo.Context) error {
	skip := c.FormValue("skip_bad") == "1"
	return s.changeImport(c, text.ImportWasStarted, func(ctx context.Context, id int64) error {
		return s.Store.StartImport(ctx, actor(c), currentApp(c).ID, id, skip)
	})
}

// cancelImport calls it off.
func (s *Server) cancelImport(c echo.Context) error {
	return s.changeImport(c, text.ImportWasCancelled, func(ctx context.Context, id int64) error {
		return s.Store.CancelImport(ctx, actor(c), currentApp(c).ID, id)
	})
}

// changeImport does what a person asks of an import and goes back to it, which
// then says what was done or why nothing was.
func (s *Server) changeImport(c echo.Context, did text.Text, change func(ctx context.Context, id int64) error) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	err = change(ctx, id)
	var refused *models.ValidationError
	switch {
	case err == nil:
		return s.done(c, paths.Import(app.Appid, id), did)
	case errors.As(err, &refused):
		src, err := s.importSource(c)
		if err != nil {
			return err
		}
		src.SkipError = true
		return s.renderImport(c, http.StatusUnprocessableEntity, src)
	}
	return s.importStands(c, err)
}

// importStands answers what came too late: somebody else was quicker, or the
// background work was.
func (s *Server) importStands(c echo.Context, err error) error {
	if !errors.Is(err, models.ErrConflict) {
		return err
	}
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	i, err := s.Store.Import(ctx, app.ID, id)
	if err != nil {
		return err
	}
	addFlash(c, components.ToneWarning, text.ImportChanged.In(ctx, text.ImportState(i.State).In(ctx)))
	return s.see(c, paths.Import(app.Appid, id))
}
