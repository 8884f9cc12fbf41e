package handlers

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/sending"
	"xinshi/views/text"
)

// pauseBatch holds a running batch.
func (s *Server) pauseBatch(c echo.Context) error {
	return s.changeBatch(c, text.BatchWasPaused, func(ctx context.Context, id int64) error {
		return s.Store.PauseBatch(ctx, actor(c), currentApp(c).ID, id)
	})
}

// resumeBatch lets it go on.
func (s *Server) resumeBatch(c echo.Context) error {
	return s.changeBatch(c, text.BatchWasResumed, func(ctx context.Context, id int64) error {
		return s.Store.ResumeBatch(ctx, actor(c), currentApp(c).ID, id)
	})
}

// cancelBatch calls it off.
func (s *Server) cancelBatch(c echo.Context) error {
	return s.changeBatch(c, text.BatchWasCancelled, func(ctx context.Context, id int64) error {
		return s.Store.CancelBatch(ctx, actor(c), currentApp(c).ID, id)
	})
}

// setBatchPace changes how fast it goes.
func (s *Server) setBatchPace(c echo.Context) error {
	return s.changeBatch(c, text.BatchPaceWasSet, func(ctx context.Context, id int64) error {
		return s.Store.SetBatchPace(ctx, actor(c), currentApp(c).ID, id, wholeNumber(c.FormValue("pace")))
	})
}

// changeBatch does what a person asks of a batch and goes back to it, which then
// says what was done or why nothing was.
func (s *Server) changeBatch(c echo.Context, did text.Text, change func(ctx context.Context, id int64) error) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	back := paths.Batch(app.Appid, id)
	err = change(ctx, id)
	var refused *models.ValidationError
	switch {
	case err == nil:
		s.Wake()
		return s.done(c, back, did)
	case errors.As(err, &refused):
		addFlash(c, components.ToneError, text.BatchRange.In(ctx, text.Number(sending.PlanLimits["pace"])))
	case errors.Is(err, models.ErrConflict):
		b, err := s.Store.Batch(ctx, app.ID, id)
		if err != nil {
			return err
		}
		addFlash(c, components.ToneWarning, text.BatchChanged.In(ctx, text.BatchState(b.State).In(ctx)))
	default:
		return err
	}
	return s.see(c, back)
}

// longestName is how much of a batch's name the name of its retry repeats, so
// that both fit into one.
const longestName = 80

// retryBatch sets up a batch of what failed for a reason that can pass.
func (s *Server) retryBatch(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	parent, err := s.Store.Batch(ctx, app.ID, id)
	if err != nil {
		return err
	}
	name := []rune(parent.Name)
	name = name[:min(len(name), longestName)]
	child, err := s.Store.RetryBatch(ctx, actor(c), app.ID, id, text.BatchRetryName.In(ctx, strings.TrimSpace(string(name))))
	if errors.Is(err, models.ErrConflict) {
		addFlash(c, components.ToneWarning, text.BatchNothingRetry.In(ctx))
		return s.see(c, paths.Batch(app.Appid, id))
	}
	if err != nil {
		return err
	}
	s.Wake()
	if child.State == models.BatchPending {
		return s.done(c, paths.Batch(app.Appid, child.ID), text.ApprovalAsked, child.Name)
	}
	return s.done(c, paths.Batch(app.Appid, child.ID), text.BatchRetryWasAdded)
}
