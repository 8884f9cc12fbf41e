package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/views/layout"
	"xinshi/views/radar"
	"xinshi/views/text"
)

// showRadar shows which send codes expire when.
func (s *Server) showRadar(c echo.Context) error {
	if _, err := filters(c); err != nil {
		return err
	}
	ctx, app := c.Request().Context(), currentApp(c)
	src := radar.Source{App: app, Now: s.Store.Now()}
	var err error
	if src.Stock, err = s.Store.CodeStock(ctx, app.ID); err != nil {
		return err
	}
	if src.Segments, err = s.Store.Segments(ctx, app.ID); err != nil {
		return err
	}
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, radar.Show(radar.NewPage(ctx, s.page(c, layout.NavRecipients, text.RadarTitle), src)))
}
