package handlers

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// render writes a page or a part of one. It is rendered whole before the first
// byte goes out, so that a failure cannot leave half a page.
func (s *Server) render(c echo.Context, status int, view templ.Component) error {
	var page bytes.Buffer
	if err := view.Render(c.Request().Context(), &page); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	if err := s.saveSession(c); err != nil {
		return err
	}
	return c.HTMLBlob(status, page.Bytes())
}

// see sends the browser to another page after a change: 303, so that reloading
// repeats nothing. htmx would put that page into the middle of the present one,
// so it is told to leave the page instead.
func (s *Server) see(c echo.Context, url string) error {
	if err := s.saveSession(c); err != nil {
		return err
	}
	if isFragment(c) {
		c.Response().Header().Set("HX-Redirect", url)
		return c.NoContent(http.StatusOK)
	}
	return c.Redirect(http.StatusSeeOther, url)
}

// done is see with a sentence that says what was done.
func (s *Server) done(c echo.Context, url string, sentence text.Text, args ...any) error {
	addFlash(c, components.ToneSuccess, sentence.In(c.Request().Context(), args...))
	return s.see(c, url)
}

// page fills what every page has. It takes the flashes out of the session, so
// it is called once, for the page that is then rendered.
func (s *Server) page(c echo.Context, nav layout.Nav, title text.Text, args ...any) layout.Page {
	v := of(c)
	p := s.bare(c)
	p.Title = title.In(c.Request().Context(), args...)
	p.Flashes = takeFlashes(c)
	p.Active = nav
	p.Staff = layout.Staff{Name: v.staff.Name, Email: v.staff.Email, Role: v.staff.Role}
	p.Apps = make([]layout.App, len(v.apps))
	for i, app := range v.apps {
		p.Apps[i] = frameApp(app)
		if app.ID == v.frame.ID {
			p.App = &p.Apps[i]
		}
	}
	p.Alerts = s.alertNotes(c, nav)
	return p
}

// bare is the part of a page that needs no database, for pages that must show
// when nothing else works.
func (s *Server) bare(c echo.Context) layout.Page {
	return layout.Page{
		Theme: theme(c), CSRF: s.csrfToken(c), RequestPath: thisPage(c), RequestID: of(c).requestID,
		Simulator: s.Simulator != nil, Now: s.Now().UnixMilli(),
	}
}

// thisPage is where to come back to. A page that answers a form may have no
// address of its own; then it is the page that the form stood on.
func thisPage(c echo.Context) string {
	r := c.Request()
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host {
		return from.RequestURI()
	}
	return paths.Home
}

func frameApp(app models.App) layout.App {
	return layout.App{Appid: app.Appid, Name: app.Name, Band: app.Band, Paused: app.State == models.AppPaused}
}

// part is the frame of an answer that htmx puts into a page. Unlike page it
// leaves the flashes alone, which are for the next whole page.
func (s *Server) part(c echo.Context) layout.Page {
	p := s.bare(c)
	app := frameApp(currentApp(c))
	p.App, p.Staff.Role = &app, currentStaff(c).Role
	return p
}
