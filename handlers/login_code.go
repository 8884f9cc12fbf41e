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

// awaited is who has given the password in this session and not yet the code.
func awaited(c echo.Context) int64 {
	id, _ := of(c).session.Values[pendingKey].(int64)
	return id
}

// showCode asks for the second step of signing in.
func (s *Server) showCode(c echo.Context) error {
	next := paths.Local(c.QueryParam("next"))
	switch {
	case currentStaff(c).ID != 0:
		return s.see(c, next)
	case awaited(c) == 0:
		return s.see(c, paths.With(paths.Login, "next", next))
	}
	return s.codePage(c, http.StatusOK, auth.Form{Next: next})
}

func (s *Server) codePage(c echo.Context, status int, form auth.Form) error {
	page := s.bare(c)
	page.Title = text.CodeTitle.In(c.Request().Context())
	return s.render(c, status, auth.Code(auth.Page{Page: page, Form: form}))
}

// giveCode ends a sign-in that takes two steps.
func (s *Server) giveCode(c echo.Context) error {
	ctx := c.Request().Context()
	form := auth.Form{Next: paths.Local(c.FormValue("next"))}
	id := awaited(c)
	if id == 0 { // it took too long, or nobody gave a password here
		return s.see(c, paths.With(paths.Login, "next", form.Next))
	}
	member, err := s.Store.SecondStep(ctx, actor(c), id, c.FormValue("code"))
	if sentence, locked := s.lockedOut(c, err); locked {
		form.Error = sentence
		return s.codePage(c, http.StatusTooManyRequests, form)
	}
	switch {
	case errors.Is(err, models.ErrUnauthorized):
		form.Error = text.CodeRefused.In(ctx)
		return s.codePage(c, http.StatusUnprocessableEntity, form)
	case err != nil:
		return err
	}
	return s.letIn(c, member, form.Next)
}
