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
	page := s.page(c, layout.NavSettings, text.StaffTitle)
	page.Context = text.StaffNote.In(ctx)
	return s.render(c, http.StatusOK, settings.Staff(settings.StaffPage{Page: page, Members: settings.NewMemberRows(ctx, members)}))
}

// newMember is the form for a member of staff.
func (s *Server) newMember(c echo.Context) error {
	return s.memberPage(c, http.StatusOK, settings.MemberPage{Form: settings.MemberForm{Role: string(models.RoleOperator)}})
}

func (s *Server) memberPage(c echo.Context, status int, p settings.MemberPage) error {
	p.Page = s.settingsPage(c, text.StaffAdd, paths.SettingsStaff, text.StaffTitle)
	if p.ID != 0 {
		p.Title = p.Form.Name
	}
	return s.render(c, status, settings.Member(p))
}

// addMember adds a member of staff.
func (s *Server) addMember(c echo.Context) error {
	ctx := c.Request().Context()
	in, form := readMemberForm(c)
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
	return s.memberPage(c, http.StatusOK, settings.MemberPage{ID: member.ID, Form: memberForm(member)})
}

// updateMember changes role, name, email, or whether somebody may sign in.
func (s *Server) updateMember(c echo.Context) error {
	member, err := s.member(c)
	if err != nil {
		return err
	}
	in, form := readMemberForm(c)
	return s.saveMember(c, member, in, form, text.StaffSaved)
}

// setPassword gives somebody a new password.
func (s *Server) setPassword(c echo.Context) error {
	member, err := s.member(c)
	if err != nil {
		return err
	}
	form := memberForm(member)
	in := models.StaffInput{Email: form.Email, Name: form.Name, Role: member.Role, Disabled: form.Disabled, Password: c.FormValue("password")}
	if in.Password == "" { // which models would take for "keep it"
		form.Errors = map[string]string{"password": text.Reason(c.Request().Context(), models.ReasonRequired, 0)}
		return s.memberPage(c, http.StatusUnprocessableEntity, settings.MemberPage{ID: member.ID, Form: form})
	}
	return s.saveMember(c, member, in, form, text.StaffPasswordWasSet)
}

// saveMember writes the change. It may have ended every session of the person,
// so someone who changed their own account goes on in a fresh one.
func (s *Server) saveMember(c echo.Context, before models.Staff, in models.StaffInput, form settings.MemberForm, sentence text.Text) error {
	ctx := c.Request().Context()
	after, err := s.Store.UpdateStaff(ctx, actor(c), before.ID, in)
	if sentences, ok := refusals(ctx, err); ok {
		form.Errors = sentences
		return s.memberPage(c, http.StatusUnprocessableEntity, settings.MemberPage{ID: before.ID, Form: form})
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

func memberForm(m models.Staff) settings.MemberForm {
	return settings.MemberForm{Email: m.Email, Name: m.Name, Role: string(m.Role), Disabled: m.DisabledAt != 0}
}

func readMemberForm(c echo.Context) (models.StaffInput, settings.MemberForm) {
	form := settings.MemberForm{
		Email: c.FormValue("email"), Name: c.FormValue("name"), Role: c.FormValue("role"), Disabled: c.FormValue("disabled") == "1",
	}
	return models.StaffInput{Email: form.Email, Name: form.Name, Role: models.Role(form.Role), Disabled: form.Disabled}, form
}
