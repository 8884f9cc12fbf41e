package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"xinshi/views/analytics"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// showAnalytics shows how subscriptions go.
func (s *Server) showAnalytics(c echo.Context) error {
	query, err := filters(c, analytics.DaysParam)
	if err != nil {
		return err
	}
	ctx, app := c.Request().Context(), currentApp(c)
	src := analytics.Source{App: app, Days: analytics.Spans[0]}
	if value := query.Get(analytics.DaysParam); value != "" {
		src.Days, err = strconv.Atoi(value)
		if err != nil || !slices.Contains(analytics.Spans, src.Days) {
			return badRequest(fmt.Errorf("unknown number of days %q", value))
		}
	}
	if src.Stats, err = s.Store.SubscribeStats(ctx, app, src.Days); err != nil {
		return err
	}
	if src.Stock, err = s.Store.CodeStock(ctx, app.ID); err != nil {
		return err
	}
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return err
	}
	if src.Reach, err = s.Store.ReachOf(ctx, src.Templates); err != nil {
		return err
	}
	frame := s.page(c, layout.NavTemplates, text.StatsTitle)
	frame.Context = text.StatsContext.In(ctx)
	return s.render(c, http.StatusOK, analytics.Show(analytics.NewPage(ctx, frame, src)))
}
