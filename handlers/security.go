package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/security"
	"xinshi/views/text"
)

// showSecurity is one's own account: second step, browsers, password.
func (s *Server) showSecurity(c echo.Context) error {
	return s.securityPage(c, http.StatusOK, security.Page{})
}

func (s *Server) securityPage(c echo.Context, status int, p security.Page) error {
	ctx, staff := c.Request().Context(), currentStaff(c)
	var err error
	if p.CodesLeft, err = s.Store.RecoveryCodesLeft(ctx, staff.ID); err != nil {
		return err
	}
	if p.Must, err = s.Store.MustSetUpSecondStep(ctx, staff); err != nil {
		return err
	}
	sessions, err := s.Store.SessionsOf(ctx, staff.ID)
	if err != nil {
		return err
	}
	p.Page = s.page(c, layout.NavSettings, text.SecurityTitle)
	p.Context = text.SecurityNote.In(ctx)
	p.On, p.Since = staff.HasSecondStep(), text.DateTime(ctx, staff.TOTPAt)
	p.Sessions = security.NewSessions(ctx, sessions, s.sessionID(c))
	return s.render(c, status, security.Show(p))
}

// sessionID names the session that asks.
func (s *Server) sessionID(c echo.Context) string { return models.SessionID(of(c).session.ID) }

// refusedSecurity shows the page again with what was wrong in one of its forms.
func (s *Server) refusedSecurity(c echo.Context, form string, err error) error {
	if sentence, locked := s.lockedOut(c, err); locked {
		return s.securityPage(c, http.StatusTooManyRequests, security.Page{ErrorsOf: form, Errors: map[string]string{"current": sentence}})
	}
	sentences, ok := refusals(c.Request().Context(), err)
	if !ok {
		return err
	}
	return s.securityPage(c, http.StatusUnprocessableEntity, security.Page{ErrorsOf: form, Errors: sentences})
}

// changePassword gives oneself a new password. Every session ended with it, so
// one goes on in a fresh one.
func (s *Server) changePassword(c echo.Context) error {
	member, err := s.Store.ChangePassword(c.Request().Context(), actor(c), currentStaff(c).ID, c.FormValue("current"), c.FormValue("password"))
	if err != nil {
		return s.refusedSecurity(c, security.FormPassword, err)
	}
	if err := s.startSession(c, member.ID); err != nil {
		return err
	}
	return s.done(c, paths.Security, text.PasswordChanged)
}

// endOwnSession signs out one of one's browsers.
func (s *Server) endOwnSession(c echo.Context) error {
	if err := s.Store.RevokeSession(c.Request().Context(), actor(c), currentStaff(c).ID, param(c, "id")); err != nil {
		return err
	}
	return s.done(c, paths.Security, text.SessionEnded)
}

// endOtherSessions signs out all but the one that asks.
func (s *Server) endOtherSessions(c echo.Context) error {
	if err := s.Store.RevokeSessions(c.Request().Context(), actor(c), currentStaff(c).ID, s.sessionID(c)); err != nil {
		return err
	}
	return s.done(c, paths.Security, text.SessionsEnded)
}

// toSecurity leads to where the second step is set up; htmx is told to leave
// the page, as at the sign-in.
func (s *Server) toSecurity(c echo.Context) error {
	if isFragment(c) {
		c.Response().Header().Set("HX-Redirect", paths.Security)
		return c.NoContent(http.StatusForbidden)
	}
	return s.see(c, paths.Security)
}
