package handlers

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/overview"
	"xinshi/views/text"
)

// showOverview is an App's first page.
func (s *Server) showOverview(c echo.Context) error {
	query, err := filters(c, overview.SpanParam)
	if err != nil {
		return err
	}
	span := models.SpanDay
	if value := query.Get(overview.SpanParam); value != "" {
		span = models.Span(value)
	}
	if !slices.Contains(models.Spans, span) {
		return badRequest(fmt.Errorf("unknown span %q", span))
	}
	ctx, app := c.Request().Context(), currentApp(c)
	src := overview.Source{App: app, Now: s.Store.Now(), Span: span}
	if src.Numbers, err = s.Store.Overview(ctx, app); err != nil {
		return err
	}
	if src.Sends, err = s.Store.Sends(ctx, app, span); err != nil {
		return err
	}
	if src.Batches, err = s.Store.SendingBatches(ctx, app.ID, overview.ShownBatches); err != nil {
		return err
	}
	if src.Waiting, err = s.Store.WaitingApprovals(ctx, app.ID); err != nil {
		return err
	}
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return err
	}
	latest, err := s.Store.Messages(ctx, app.ID, models.MessageFilter{}, 1)
	if err != nil {
		return err
	}
	if src.Fresh = len(latest.Rows) == 0; src.Fresh {
		anyone, err := s.Store.Recipients(ctx, app.ID, models.RecipientFilter{}, 1)
		if err != nil {
			return err
		}
		src.HasPeople = len(anyone.Rows) > 0
	}
	return s.render(c, http.StatusOK, overview.Show(overview.NewPage(ctx, s.page(c, layout.NavOverview, text.NavOverview), src)))
}
