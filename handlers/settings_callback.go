package handlers

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/paths"
	"xinshi/views/settings"
	"xinshi/views/text"
)

// showCallback is what an App and the platform have agreed on for pushes.
func (s *Server) showCallback(c echo.Context) error {
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	return s.callbackPage(c, http.StatusOK, settings.CallbackSource{App: app})
}

// saveCallback changes it.
func (s *Server) saveCallback(c echo.Context) error {
	ctx := c.Request().Context()
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	in := models.CallbackInput{
		Mode: wechat.CallbackMode(c.FormValue("mode")), Token: c.FormValue("token"), AESKey: c.FormValue("aes_key"),
		CreditsFrom: models.CreditSource(c.FormValue("credits_from")),
	}
	err = s.Store.SaveCallback(ctx, actor(c), app.ID, in)
	if sentences, ok := refusals(ctx, err); ok {
		form := settings.CallbackForm{Mode: in.Mode, CreditsFrom: in.CreditsFrom, Errors: sentences}
		return s.callbackPage(c, http.StatusUnprocessableEntity, settings.CallbackSource{App: app, Form: form})
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.SettingsCallback(app.ID), text.CallbackSaved)
}

// newCallbackSecrets makes token and key anew. The answer is the one page that
// shows them: a redirect would have to keep them somewhere in between.
func (s *Server) newCallbackSecrets(c echo.Context) error {
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	src := settings.CallbackSource{App: app}
	if src.NewToken, src.NewKey, err = s.Store.NewCallbackSecrets(c.Request().Context(), actor(c), app.ID); err != nil {
		return err
	}
	return s.callbackPage(c, http.StatusOK, src)
}

// callbackPage shows what is stored, or what was typed.
func (s *Server) callbackPage(c echo.Context, status int, src settings.CallbackSource) error {
	ctx := c.Request().Context()
	var err error
	if src.Callback, err = s.Store.Callback(ctx, src.App.ID); err != nil {
		return err
	}
	if src.Form.Errors == nil {
		src.Form.Mode = cmp.Or(src.Callback.Mode, wechat.CallbackSecure)
		src.Form.CreditsFrom = src.Callback.Source(s.Store.Now())
	}
	address, guessed := s.base(c)
	src.URL, src.Guessed = address+paths.Callback(src.App.Appid), guessed
	page := s.settingsPage(c, text.CallbackTitle, paths.SettingsApp(src.App.ID), text.SettingsApps)
	page.Crumb.Text, page.Context = src.App.Name, text.CallbackContext.In(ctx)
	return s.render(c, status, settings.Callback(settings.NewCallbackPage(ctx, page, src)))
}
