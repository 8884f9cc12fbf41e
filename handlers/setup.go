package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/auth"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// showSetup is the page for the first admin. Once there is staff it leads to
// the sign-in, whatever the token.
func (s *Server) showSetup(c echo.Context) error {
	token := c.QueryParam("token")
	err := s.Store.CheckSetup(c.Request().Context(), token)
	switch {
	case errors.Is(err, models.ErrConflict):
		return s.see(c, paths.Login)
	case errors.Is(err, models.ErrForbidden) && token != "":
		return s.setupPage(c, http.StatusForbidden, auth.SetupPage{Errors: s.badToken(c)})
	case err != nil && !errors.Is(err, models.ErrForbidden):
		return err
	}
	return s.setupPage(c, http.StatusOK, auth.SetupPage{Token: token})
}

func (s *Server) badToken(c echo.Context) map[string]string {
	return map[string]string{"token": text.SetupBadToken.In(c.Request().Context())}
}

func (s *Server) setupPage(c echo.Context, status int, p auth.SetupPage) error {
	p.Page = s.bare(c)
	p.Title = text.SetupTitle.In(c.Request().Context())
	return s.render(c, status, auth.Setup(p))
}

// setUp makes the first admin and signs them in.
func (s *Server) setUp(c echo.Context) error {
	ctx := c.Request().Context()
	form := auth.SetupPage{Token: c.FormValue("token"), Name: c.FormValue("name"), Email: c.FormValue("email")}
	member, err := s.Store.SetUp(ctx, actor(c), form.Token, models.StaffInput{Email: form.Email, Name: form.Name, Password: c.FormValue("password")})
	if sentences, ok := refusals(ctx, err); ok {
		form.Errors = sentences
		return s.setupPage(c, http.StatusUnprocessableEntity, form)
	}
	switch {
	case errors.Is(err, models.ErrForbidden):
		form.Errors = s.badToken(c)
		return s.setupPage(c, http.StatusForbidden, form)
	case errors.Is(err, models.ErrConflict): // somebody was quicker
		return s.see(c, paths.Login)
	case err != nil:
		return err
	}
	s.setCookie(c, s.cookieName(deviceCookie), s.Store.DeviceToken(member.Email))
	if err := s.startSession(c, member.ID); err != nil {
		return err
	}
	return s.done(c, paths.Security, text.SetupDone)
}
