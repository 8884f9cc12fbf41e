package handlers

import (
	"bytes"
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
)

// liveBatch streams what changes on a batch's page until nothing more will.
func (s *Server) liveBatch(c echo.Context) error {
	query, err := filters(c, batch.ShownParam)
	if err != nil {
		return err
	}
	src, err := s.batchSource(c) // whether there is such a batch is said before the stream begins
	if err != nil {
		return err
	}
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	shown, told := query.Get(batch.ShownParam), []byte(nil)
	return s.stream(c, models.PermView, func(ctx context.Context) (templ.Component, bool, error) {
		if src, err = s.batchSource(c); err != nil {
			return nil, false, err
		}
		live, changed := batch.NewLive(ctx, src), string(src.Batch.State) != shown
		var news bytes.Buffer
		view := batch.News(live, batch.NewActions(ctx, src), changed)
		if err := view.Render(ctx, &news); err != nil {
			return nil, false, err
		}
		if bytes.Equal(news.Bytes(), told) {
			return nil, live.Every != "", nil
		}
		shown, told = string(src.Batch.State), bytes.Clone(news.Bytes())
		return templ.Raw(news.String()), live.Every != "", nil
	})
}
