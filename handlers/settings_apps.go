package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/settings"
	"xinshi/views/text"
)

// listApps shows the Apps and how their sending stands.
func (s *Server) listApps(c echo.Context) error {
	page := s.page(c, layout.NavSettings, text.SettingsApps)
	page.Context = text.SettingsAppsNote.In(c.Request().Context())
	rows := settings.NewAppRows(c.Request().Context(), of(c).apps)
	return s.render(c, http.StatusOK, settings.Apps(settings.AppsPage{Page: page, Apps: rows}))
}

// newApp is the form for an App, with the defaults.
func (s *Server) newApp(c echo.Context) error {
	return s.newAppPage(c, http.StatusOK, appForm(models.NewAppInput()))
}

func (s *Server) newAppPage(c echo.Context, status int, form settings.AppForm) error {
	page := s.settingsPage(c, text.AddApp, paths.Settings, text.SettingsApps)
	return s.render(c, status, settings.App(settings.AppPage{Page: page, Form: form}))
}

// addApp registers an App.
func (s *Server) addApp(c echo.Context) error {
	ctx := c.Request().Context()
	in, form := readAppForm(c)
	app, err := s.Store.AddApp(ctx, actor(c), in)
	if sentences, ok := refusals(ctx, err); ok {
		form.Errors = sentences
		return s.newAppPage(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.SettingsApp(app.ID), text.AppAdded, app.Name)
}

// showApp is an App's settings, with its token.
func (s *Server) showApp(c echo.Context) error {
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	return s.appPage(c, http.StatusOK, app, settings.AppPage{Form: appForm(appInput(app))})
}

// updateApp changes an App.
func (s *Server) updateApp(c echo.Context) error {
	ctx := c.Request().Context()
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	in, form := readAppForm(c)
	form.Appid = app.Appid
	_, err = s.Store.UpdateApp(ctx, actor(c), app.ID, in)
	if sentences, ok := refusals(ctx, err); ok {
		form.Errors = sentences
		return s.appPage(c, http.StatusUnprocessableEntity, app, settings.AppPage{Form: form})
	}
	if err != nil {
		return err
	}
	s.Wake() // a new secret may have ended a pause
	return s.done(c, paths.SettingsApp(app.ID), text.AppSaved)
}

// pauseApp stops an App's sending until somebody resumes it.
func (s *Server) pauseApp(c echo.Context) error {
	return s.changeAppState(c, text.AppWasPaused, func(id int64) error {
		return s.Store.PauseApp(c.Request().Context(), actor(c), id, models.Pause{})
	})
}

// resumeApp lets an App send again.
func (s *Server) resumeApp(c echo.Context) error {
	return s.changeAppState(c, text.AppWasResumed, func(id int64) error {
		return s.Store.ResumeApp(c.Request().Context(), actor(c), id)
	})
}

func (s *Server) changeAppState(c echo.Context, sentence text.Text, change func(id int64) error) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := change(id); err != nil {
		return err
	}
	s.Wake()
	return s.done(c, paths.SettingsApp(id), sentence)
}

// settingsApp loads the App of a settings page.
func (s *Server) settingsApp(c echo.Context) (models.App, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return models.App{}, err
	}
	return s.Store.App(c.Request().Context(), id)
}

// appPage fills in what every answer about an App shows beside its form.
func (s *Server) appPage(c echo.Context, status int, app models.App, p settings.AppPage) error {
	ctx := c.Request().Context()
	token, err := s.Store.TokenState(ctx, app.Appid)
	if err != nil {
		return err
	}
	p.Page = s.settingsPage(c, text.SettingsApps, paths.Settings, text.SettingsApps)
	p.Title, p.ID, p.State = app.Name, app.ID, settings.NewAppRow(ctx, app)
	p.Token = settings.NewTokenView(ctx, app, token)
	return s.render(c, status, settings.App(p))
}

// settingsPage is a page one level below a list of the settings.
func (s *Server) settingsPage(c echo.Context, title text.Text, up string, upTitle text.Text) layout.Page {
	page := s.page(c, layout.NavSettings, title)
	page.Crumb = components.Link{Href: up, Text: upTitle.In(c.Request().Context())}
	return page
}
