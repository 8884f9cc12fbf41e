package handlers

import (
	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// setSecondStepRoles decides who must use a second step of signing in.
func (s *Server) setSecondStepRoles(c echo.Context) error {
	var roles []models.Role
	for _, word := range c.Request().PostForm["roles"] {
		roles = append(roles, models.Role(word))
	}
	if err := s.Store.SetSecondStepRoles(c.Request().Context(), actor(c), roles); err != nil {
		return err
	}
	return s.done(c, paths.SettingsStaff, text.SecondStepPolicySet)
}

// endMemberSessions signs somebody out everywhere.
func (s *Server) endMemberSessions(c echo.Context) error {
	member, err := s.member(c)
	if err != nil {
		return err
	}
	except := ""
	if member.ID == currentStaff(c).ID { // oneself: everywhere else
		except = s.sessionID(c)
	}
	if err := s.Store.RevokeSessions(c.Request().Context(), actor(c), member.ID, except); err != nil {
		return err
	}
	return s.done(c, paths.SettingsStaffMember(member.ID), text.StaffSessionsEnded)
}

// resetMemberSecondStep turns off the second step of who has lost it.
func (s *Server) resetMemberSecondStep(c echo.Context) error {
	member, err := s.member(c)
	if err != nil {
		return err
	}
	if member.ID == currentStaff(c).ID { // one's own takes the password
		return s.see(c, paths.Security)
	}
	if err := s.Store.ResetSecondStep(c.Request().Context(), actor(c), member.ID); err != nil {
		return err
	}
	return s.done(c, paths.SettingsStaffMember(member.ID), text.StaffStepWasReset)
}
