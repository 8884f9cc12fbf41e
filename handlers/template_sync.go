package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// showSync shows what the platform's lists and the templates here differ in. It
// asks the platform nothing.
func (s *Server) showSync(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	if _, err := filters(c); err != nil {
		return err
	}
	list, err := s.Store.TemplateList(ctx, app.ID)
	if err != nil {
		return err
	}
	here, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavTemplates, text.SyncTitle)
	frame.Context = text.SyncContext.In(ctx)
	return s.render(c, http.StatusOK, template.Sync(template.NewSync(ctx, frame, list, here)))
}

// fetchTemplates asks the platform for its lists.
func (s *Server) fetchTemplates(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	asked, err := s.upstream.Fetch(ctx, app, models.FetchAsked)
	if err != nil {
		return err
	}
	list, err := s.Store.TemplateList(ctx, app.ID)
	if err != nil {
		return err
	}
	back := paths.TemplateSync(app.Appid)
	if !asked {
		addFlash(c, components.ToneWarning, text.SyncTooSoon.In(ctx, text.DateTimeSeconds(ctx, list.FetchFrom())))
		return s.see(c, back)
	}
	for _, h := range list.Heard {
		if h.Refusal != nil {
			addFlash(c, components.ToneWarning, text.SyncHalf.In(ctx))
			return s.see(c, back)
		}
	}
	return s.done(c, back, text.SyncFetched)
}

// takeTemplates takes over the differences that were picked, or all of them.
func (s *Server) takeTemplates(c echo.Context) error {
	ctx, app, form := c.Request().Context(), currentApp(c), c.Request().PostForm
	list, err := strconv.ParseInt(form.Get("list"), 10, 64)
	if err != nil {
		return badRequest(fmt.Errorf("list %q: %w", form.Get("list"), err))
	}
	taken, err := s.Store.TakeTemplates(ctx, actor(c), app.ID, models.Millis(list), form["pick"], form.Get("all") == "1")
	back := paths.TemplateSync(app.Appid)
	if errors.Is(err, models.ErrConflict) {
		addFlash(c, components.ToneWarning, text.SyncStale.In(ctx))
		return s.see(c, back)
	}
	if err != nil {
		return err
	}
	s.Wake() // what had been removed may be back, and its messages wait
	return s.done(c, back, text.SyncTaken, taken.Added, taken.Changed, taken.Removed)
}
