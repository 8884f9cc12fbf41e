package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/security"
	"xinshi/views/text"
)

// showSecondStep asks to scan a code and to prove that it was scanned.
func (s *Server) showSecondStep(c echo.Context) error {
	return s.secondStepPage(c, http.StatusOK, "")
}

func (s *Server) secondStepPage(c echo.Context, status int, refused string) error {
	begun, err := s.Store.BeginSecondStep(c.Request().Context(), currentStaff(c).ID)
	if errors.Is(err, models.ErrConflict) {
		return s.see(c, paths.Security)
	}
	if err != nil {
		return err
	}
	page := security.NewSetUpPage(s.ownPage(c, text.SecondStepSetUp), begun)
	page.Error = refused
	return s.render(c, status, security.SetUp(page))
}

// ownPage is a page one level below one's account.
func (s *Server) ownPage(c echo.Context, title text.Text) layout.Page {
	page := s.page(c, layout.NavSettings, title)
	page.Crumb = components.Link{Text: text.SecurityTitle.In(c.Request().Context()), Href: paths.Security}
	return page
}

// confirmSecondStep turns the second step on. It ended every session that began
// with the password alone, so one goes on in a fresh one.
func (s *Server) confirmSecondStep(c echo.Context) error {
	ctx, staff := c.Request().Context(), currentStaff(c)
	codes, err := s.Store.ConfirmSecondStep(ctx, actor(c), staff.ID, c.FormValue("code"))
	if sentences, ok := refusals(ctx, err); ok {
		return s.secondStepPage(c, http.StatusUnprocessableEntity, sentences["code"])
	}
	if errors.Is(err, models.ErrConflict) { // sent twice, or never begun
		return s.see(c, paths.Security)
	}
	if err != nil {
		return err
	}
	if err := s.startSession(c, staff.ID); err != nil {
		return err
	}
	return s.codesPage(c, codes)
}

// codesPage shows recovery codes, which no other page does.
func (s *Server) codesPage(c echo.Context, codes []string) error {
	return s.render(c, http.StatusOK, security.Codes(security.CodesPage{Page: s.ownPage(c, text.RecoveryCodesTitle), Codes: codes}))
}

// newRecoveryCodes replaces one's recovery codes.
func (s *Server) newRecoveryCodes(c echo.Context) error {
	codes, err := s.Store.NewRecoveryCodes(c.Request().Context(), actor(c), currentStaff(c).ID, c.FormValue("current"))
	if err != nil {
		return s.refusedSecurity(c, security.FormCodes, err)
	}
	return s.codesPage(c, codes)
}

// dropSecondStep turns one's own second step off.
func (s *Server) dropSecondStep(c echo.Context) error {
	if err := s.Store.DropSecondStep(c.Request().Context(), actor(c), currentStaff(c).ID, c.FormValue("current")); err != nil {
		return s.refusedSecurity(c, security.FormOff, err)
	}
	return s.done(c, paths.Security, text.SecondStepWasOff)
}
