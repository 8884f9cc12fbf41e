package handlers

import (
	"errors"
	"math"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/auth"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// deviceCookie is carried by browsers in which somebody has signed in.
const deviceCookie = "xinshi_device"

// showSignIn is the sign-in page. Before there is any staff it says how to add
// the first.
func (s *Server) showSignIn(c echo.Context) error {
	next := paths.Local(c.QueryParam("next"))
	if currentStaff(c).ID != 0 {
		return s.see(c, next)
	}
	return s.signInPage(c, http.StatusOK, auth.Form{Next: next})
}

func (s *Server) signInPage(c echo.Context, status int, form auth.Form) error {
	empty, err := s.Store.NeedsSetup(c.Request().Context())
	if err != nil {
		return err
	}
	page := s.bare(c)
	page.Title, page.Flashes = text.SignIn.In(c.Request().Context()), takeFlashes(c)
	return s.render(c, status, auth.SignIn(auth.Page{Page: page, Form: form, FirstRun: empty}))
}

// signIn checks email and password and begins a session under a fresh id.
func (s *Server) signIn(c echo.Context) error {
	ctx := c.Request().Context()
	form := auth.Form{Email: c.FormValue("email"), Next: paths.Local(c.FormValue("next"))}
	member, err := s.Store.SignIn(ctx, actor(c), form.Email, c.FormValue("password"))
	if sentence, locked := s.lockedOut(c, err); locked {
		form.Error = sentence
		return s.signInPage(c, http.StatusTooManyRequests, form)
	}
	switch {
	case errors.Is(err, models.ErrUnauthorized):
		form.Error = text.SignInRefused.In(ctx)
		return s.signInPage(c, http.StatusUnprocessableEntity, form)
	case err != nil:
		return err
	}
	if member.HasSecondStep() {
		if err := s.awaitCode(c, member.ID); err != nil {
			return err
		}
		return s.see(c, paths.LoginCodeTo(form.Next))
	}
	return s.letIn(c, member, form.Next)
}

// letIn begins the session of somebody who has proven who they are. The browser
// is known from now on, see models.DeviceToken.
func (s *Server) letIn(c echo.Context, member models.Staff, next string) error {
	s.setCookie(c, s.cookieName(deviceCookie), s.Store.DeviceToken(member.Email))
	if err := s.startSession(c, member.ID); err != nil {
		return err
	}
	return s.see(c, next)
}

// lockedOut is the sentence for somebody who has to wait, and tells browsers and
// programs for how long.
func (s *Server) lockedOut(c echo.Context, err error) (sentence string, locked bool) {
	var until models.LockedOutError
	if !errors.As(err, &until) {
		return "", false
	}
	wait := until.Until.Time().Sub(s.Now())
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return text.SignInLocked.In(c.Request().Context(), int(math.Ceil(wait.Minutes()))), true
}

// signOut ends the session here and in the database.
func (s *Server) signOut(c echo.Context) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, paths.Login)
}

// home leads to the App last visited, or to adding the first.
func (s *Server) home(c echo.Context) error {
	v := of(c)
	switch {
	case v.frame.ID != 0:
		return s.see(c, paths.Overview(v.frame.Appid))
	case v.staff.Role.Can(models.PermApps):
		return s.see(c, paths.SettingsAppNew)
	}
	return s.render(c, http.StatusOK, auth.NoApp(s.page(c, layout.NavOverview, text.NoApp)))
}
