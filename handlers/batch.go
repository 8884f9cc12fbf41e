package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// listBatches shows an App's batches, newest first.
func (s *Server) listBatches(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, batch.StateParam, beforeParam, afterParam)
	if err != nil {
		return err
	}
	at, err := cursor(query)
	if err != nil {
		return err
	}
	state := models.BatchState(query.Get(batch.StateParam))
	if state != "" && !slices.Contains(models.BatchStates, state) {
		return badRequest(fmt.Errorf("unknown state %q", state))
	}
	found, err := s.Store.Batches(ctx, app.ID, state, at, pageSize)
	if err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	waiting, err := s.Store.WaitingApprovals(ctx, app.ID)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavBatches, text.NavBatches)
	return s.render(c, http.StatusOK, batch.List(batch.NewListPage(ctx, frame, state, waiting, found.Rows, templates, pager(paths.Batches(app.Appid), query, found))))
}

// batchPage shows one batch. While that is at work, htmx asks for what changes.
func (s *Server) batchPage(c echo.Context) error {
	ctx := c.Request().Context()
	query, err := filters(c, batch.ShownParam)
	if err != nil {
		return err
	}
	src, err := s.batchSource(c)
	if err != nil {
		return err
	}
	if isFragment(c) {
		changed := query.Get(batch.ShownParam) != string(src.Batch.State)
		return s.render(c, http.StatusOK, batch.News(batch.NewLive(ctx, src), batch.NewActions(ctx, src), changed))
	}
	return s.render(c, http.StatusOK, batch.Show(batch.NewPage(ctx, s.page(c, layout.NavBatches, text.NavBatches), src)))
}

// batchSource loads the batch that the URL names, and what its page shows with it.
func (s *Server) batchSource(c echo.Context) (batch.Source, error) {
	ctx, app := c.Request().Context(), currentApp(c)
	src := batch.Source{App: app, Now: s.Store.Now(), CSRF: s.csrfToken(c), MaySend: currentStaff(c).Role.Can(models.PermSend)}
	id, err := idParam(c, "id")
	if err != nil {
		return src, err
	}
	if src.Batch, err = s.Store.Batch(ctx, app.ID, id); err != nil {
		return src, err
	}
	if src.Template, err = s.Store.Template(ctx, app.ID, src.Batch.TemplateRef); err != nil {
		return src, err
	}
	if src.Batch.Failed+src.Batch.Unknown > 0 {
		if src.Failures, src.FailuresOver, err = s.Store.BatchFailures(ctx, src.Batch); err != nil {
			return src, err
		}
	}
	if src.Batch.CanRetry() {
		src.Retryable = models.RetryableFailures(src.Batch, src.Failures)
	}
	if src.Approval, err = s.Store.Approval(ctx, src.Batch); err != nil {
		return src, err
	}
	src.Parent, err = s.parentOf(ctx, src.Batch)
	return src, err
}

func (s *Server) parentOf(ctx context.Context, b models.Batch) (models.Batch, error) {
	if b.ParentID == 0 {
		return models.Batch{}, nil
	}
	parent, err := s.Store.Batch(ctx, b.AppID, b.ParentID)
	if errors.Is(err, models.ErrNotFound) {
		err = nil
	}
	return parent, err
}
