package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/settings"
	"xinshi/views/text"
)

// listStaff shows everyone who has an account.
func (s *Server) listStaff(c echo.Context) error {
	ctx := c.Request().Context()
	members, err := s.Store.StaffMembers(ctx)
	if err != nil {
		return err
	}
	apps, err := s.Store.StaffAppCounts(ctx)
	if err != nil {
		return err
	}
	must, err := s.Store.SecondStepRoles(ctx)
	if err != nil {
		return err
	}
	page := s.page(c, layout.NavSettings, text.StaffTitle)
	page.Context = text.StaffNote.In(ctx)
	return s.render(c, http.StatusOK, settings.Staff(settings.StaffPage{Page: page, Members: settings.NewMemberRows(ctx, members, apps), Must: must}))
}

// newMember is the form for a member of staff.
func (s *Server) newMember(c echo.Context) error {
	return s.memberPage(c, http.StatusOK, settings.MemberPage{Form: settings.MemberForm{Role: string(models.RoleOperator)}})
}

func (s *Server) memberPage(c echo.Context, status int, p settings.MemberPage) error {
	p.Page = s.settingsPage(c, text.StaffAdd, paths.SettingsStaff, text.StaffTitle)
	p.Apps = of(c).apps
	if p.ID != 0 {
		p.Title = p.Form.Name
	}
	return s.render(c, status, settings.Member(p))
}

// addMember adds a member of staff.
func (s *Server) addMember(c echo.Context) error {
	ctx := c.Request().Context()
	in, form, err := readMemberForm(c)
	if err != nil {
		return err
	}
	in.Password = c.FormValue("password")
	member, err := s.Store.AddStaff(ctx, actor(c), in)
	if sentences, ok := refusals(ctx, err); ok {
		form.Errors = sentences
		return s.memberPage(c, http.StatusUnprocessableEntity, settings.MemberPage{Form: form})
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.SettingsStaff, text.StaffAdded, member.Name)
}

// showMember is one person's account.
func (s *Server) showMember(c echo.Context) error {
	member, err := s.member(c)
	if err != nil {
		return err
	}
	page, err := s.memberAsStored(c, member)
	if err != nil {
		return err
	}
	return s.memberPage(c, http.StatusOK, page)
}

// updateMember changes role, name, email, or whether somebody may sign in.
func (s *Server) updateMember(c echo.Context) error {
	member, err := s.member(c)
	if err != nil {
		return err
	}
	in, form, err := readMemberForm(c)
	if err != nil {
		return err
	}
	after, err := s.Store.UpdateStaff(c.Request().Context(), actor(c), member.ID, in)
	return s.savedMember(c, member, after, err, &form, text.StaffSaved)
}

// setPassword gives somebody a new password.
func (s *Server) setPassword(c echo.Context) error {
	member, err := s.member(c)
	if err != nil {
		return err
	}
	after, err := s.Store.SetPassword(c.Request().Context(), actor(c), member.ID, c.FormValue("password"))
	return s.savedMember(c, member, after, err, nil, text.StaffPasswordWasSet)
}

// savedMember answers a change. It may have ended every session of the person,
// so someone who changed their own account goes on in a fresh one.
func (s *Server) savedMember(c echo.Context, before, after models.Staff, err error, form *settings.MemberForm, sentence text.Text) error {
	if sentences, ok := refusals(c.Request().Context(), err); ok {
		page, err := s.memberAsStored(c, before)
		if err != nil {
			return err
		}
		if form != nil {
			page.Form = *form
		}
		page.Form.Errors = sentences
		return s.memberPage(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	if after.ID == currentStaff(c).ID {
		if after.DisabledAt != 0 {
			return s.signOut(c)
		}
		if err := s.startSession(c, after.ID); err != nil {
			return err
		}
	}
	return s.done(c, paths.SettingsStaff, sentence)
}

func (s *Server) member(c echo.Context) (models.Staff, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return models.Staff{}, err
	}
	return s.Store.StaffMember(c.Request().Context(), id)
}

// memberAsStored is the page of somebody's account before anything is typed.
func (s *Server) memberAsStored(c echo.Context, member models.Staff) (settings.MemberPage, error) {
	ctx := c.Request().Context()
	apps, err := s.Store.StaffApps(ctx, member.ID)
	if err != nil {
		return settings.MemberPage{}, err
	}
	sessions, err := s.Store.SessionsOf(ctx, member.ID)
	return settings.NewMemberPage(ctx, member, apps, sessions), err
}

func readMemberForm(c echo.Context) (models.StaffInput, settings.MemberForm, error) {
	form := settings.MemberForm{
		Email: c.FormValue("email"), Name: c.FormValue("name"), Role: c.FormValue("role"), Disabled: c.FormValue("disabled") == "1", Limited: c.FormValue("limited") == "1",
	}
	for _, value := range c.Request().PostForm["apps"] {
		id, err := models.ParseID(value)
		if err != nil {
			return models.StaffInput{}, form, badRequest(err)
		}
		form.AppIDs = append(form.AppIDs, id)
	}
	return models.StaffInput{
		Email: form.Email, Name: form.Name, Role: models.Role(form.Role), Disabled: form.Disabled, Limited: form.Limited, Apps: form.AppIDs,
	}, form, nil
}
