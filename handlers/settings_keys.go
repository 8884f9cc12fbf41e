package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/views/paths"
	"xinshi/views/settings"
	"xinshi/views/text"
)

// addKey makes an API key. The answer to the form is the one page that shows
// it: a redirect would have to keep the key somewhere in between.
func (s *Server) addKey(c echo.Context) error {
	ctx := c.Request().Context()
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	p := settings.AppPage{Form: appForm(appInput(app))}
	key, _, err := s.Store.AddAPIKey(ctx, actor(c), app.ID, c.FormValue("name"))
	if sentences, ok := refusals(ctx, err); ok {
		p.KeyForm = settings.KeyForm{KeyName: c.FormValue("name"), KeyError: sentences["name"]}
		return s.appPage(c, http.StatusUnprocessableEntity, app, p)
	}
	if err != nil {
		return err
	}
	p.NewKey = key
	return s.appPage(c, http.StatusOK, app, p)
}

// revokeKey ends an API key for good.
func (s *Server) revokeKey(c echo.Context) error {
	appID, err := idParam(c, "id")
	if err != nil {
		return err
	}
	id, err := idParam(c, "key")
	if err != nil {
		return err
	}
	if err := s.Store.RevokeAPIKey(c.Request().Context(), actor(c), appID, id); err != nil {
		return err
	}
	return s.done(c, paths.SettingsApp(appID), text.KeyWasRevoked)
}
