package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/herald"
	"xinshi/models/robot"
	"xinshi/views/alert"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/settings"
	"xinshi/views/text"
)

// alertsOn are the alerts that matter on a page's head. The overview has notes of
// its own for a pause, for stopped templates and for approvals.
var alertsOn = map[layout.Nav][]models.AlertKind{
	layout.NavOverview:   {models.AlertChain, models.AlertToken, models.AlertQuota, models.AlertCodes, models.AlertUnknown},
	layout.NavCompose:    {models.AlertToken, models.AlertPaused, models.AlertQuota, models.AlertCodes},
	layout.NavBatches:    {models.AlertToken, models.AlertPaused, models.AlertQuota, models.AlertCodes},
	layout.NavRecipients: {models.AlertCodes},
	layout.NavTemplates:  {models.AlertTemplate},
	layout.NavMessages:   {models.AlertToken, models.AlertPaused, models.AlertUnknown},
}

// alertNotes are those that stand. A page is shown without them rather than not
// at all.
func (s *Server) alertNotes(c echo.Context, nav layout.Nav) []components.NoteView {
	app, staff := of(c).frame, currentStaff(c)
	kinds := alertsOn[nav]
	if len(kinds) == 0 || app.ID == 0 {
		return nil
	}
	ctx := c.Request().Context()
	alerts, err := s.Store.Alerts(ctx, 0, app.ID)
	if err != nil {
		s.Log.WarnContext(ctx, "cannot load alerts", "error", err, "request_id", of(c).requestID)
		return nil
	}
	var notes []components.NoteView
	for _, a := range alerts {
		if slices.Contains(kinds, a.Kind) && (a.Kind != models.AlertChain || staff.Role.Can(models.PermAudit)) {
			notes = append(notes, alert.Note(ctx, a, app, staff.Role.Can))
		}
	}
	return notes
}

// shownNotices is how much of the record of notices a page shows.
const shownNotices = 30

// showAlerts is what stands, who is told, and what they were told.
func (s *Server) showAlerts(c echo.Context) error {
	ctx := c.Request().Context()
	src := settings.AlertsSource{Apps: of(c).apps}
	ids := []int64{0}
	for _, app := range src.Apps {
		ids = append(ids, app.ID)
	}
	var err error
	if src.Alerts, err = s.Store.Alerts(ctx, ids...); err != nil {
		return err
	}
	if src.Robots, err = s.Store.Robots(ctx); err != nil {
		return err
	}
	if src.Notices, err = s.Store.Notices(ctx, shownNotices); err != nil {
		return err
	}
	page := s.page(c, layout.NavSettings, text.AlertsTitle)
	page.Context = text.AlertsNote.In(ctx)
	return s.render(c, http.StatusOK, settings.Alerts(settings.NewAlertsPage(ctx, page, src)))
}

// newRobot is the form for a robot, to be told of everything.
func (s *Server) newRobot(c echo.Context) error {
	form := settings.RobotForm{Kind: string(robot.WeCom), Lang: string(text.LangOf(c.Request().Context())), Alerts: models.AlertKinds}
	return s.robotPage(c, http.StatusOK, models.Robot{}, form)
}

func (s *Server) addRobot(c echo.Context) error { return s.saveRobot(c, models.Robot{}) }

func (s *Server) showRobot(c echo.Context) error {
	r, err := s.robotOf(c)
	if err != nil {
		return err
	}
	form := settings.RobotForm{Kind: string(r.Kind), Name: r.Name, Lang: r.Lang}
	if r.AppID != 0 {
		form.App = paths.ID(r.AppID)
	}
	for _, kind := range models.AlertKinds {
		if r.Wants(kind) {
			form.Alerts = append(form.Alerts, kind)
		}
	}
	return s.robotPage(c, http.StatusOK, r, form)
}

func (s *Server) updateRobot(c echo.Context) error {
	r, err := s.robotOf(c)
	if err != nil {
		return err
	}
	return s.saveRobot(c, r)
}

func (s *Server) saveRobot(c echo.Context, stored models.Robot) error {
	ctx := c.Request().Context()
	form := settings.RobotForm{
		App: c.FormValue("app"), Kind: c.FormValue("kind"), Name: c.FormValue("name"), Lang: c.FormValue("lang"), DropSecret: c.FormValue("drop_secret") != "",
	}
	in := models.RobotInput{
		Kind: robot.Kind(form.Kind), Name: form.Name, Lang: form.Lang, DropSecret: form.DropSecret, URL: c.FormValue("url"), Secret: c.FormValue("secret"),
	}
	for _, word := range c.Request().PostForm["alerts"] {
		in.Alerts = append(in.Alerts, models.AlertKind(word))
	}
	form.Alerts = in.Alerts
	if form.App != "" {
		var err error
		if in.AppID, err = models.ParseID(form.App); err != nil {
			return badRequest(err)
		}
	}
	r, err := s.Store.SaveRobot(ctx, actor(c), stored.ID, in, s.Herald.Robots.Hosts)
	if sentences, ok := refusals(ctx, err); ok {
		form.Errors = sentences
		return s.robotPage(c, http.StatusUnprocessableEntity, stored, form)
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.SettingsAlerts, text.RobotSaved, r.Name)
}

// testRobot makes a robot say something while the person waits for the answer.
func (s *Server) testRobot(c echo.Context) error {
	ctx := c.Request().Context()
	r, err := s.robotOf(c)
	if err != nil {
		return err
	}
	n, err := s.Store.TestNotice(ctx, actor(c), r.ID, herald.Lease)
	if err != nil {
		return err
	}
	cause, err := s.Herald.Deliver(ctx, n)
	if err != nil {
		return err
	}
	if cause != nil {
		addFlash(c, components.ToneError, text.RobotRefused.In(ctx, cause.Error()))
		return s.see(c, paths.SettingsAlerts)
	}
	return s.done(c, paths.SettingsAlerts, text.RobotTested)
}

func (s *Server) deleteRobot(c echo.Context) error {
	r, err := s.robotOf(c)
	if err != nil {
		return err
	}
	if err := s.Store.DeleteRobot(c.Request().Context(), actor(c), r.ID); err != nil {
		return err
	}
	return s.done(c, paths.SettingsAlerts, text.RobotDeleted)
}

func (s *Server) robotOf(c echo.Context) (models.Robot, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return models.Robot{}, err
	}
	return s.Store.Robot(c.Request().Context(), id)
}

func (s *Server) robotPage(c echo.Context, status int, stored models.Robot, form settings.RobotForm) error {
	ctx := c.Request().Context()
	page := s.settingsPage(c, text.RobotAdd, paths.SettingsAlerts, text.AlertsTitle)
	if stored.ID != 0 {
		page.Title = stored.Name
	}
	return s.render(c, status, settings.Robot(settings.NewRobotPage(ctx, page, of(c).apps, stored, form)))
}
