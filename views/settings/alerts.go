package settings

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"xinshi/models"
	"xinshi/models/robot"
	"xinshi/views/alert"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// AlertsPage shows what stands, who is told, and what they were told.
type AlertsPage struct {
	layout.Page
	Standing []AlertRow
	Robots   []RobotRow
	Notices  []NoticeRow
}

// AlertRow is an alert and whose it is.
type AlertRow struct {
	Where, Since string
	Note         components.NoteView
}

// RobotRow is one of the robots.
type RobotRow struct {
	ID                      int64
	Name, Kind, Host, Where string
	Signed                  string
}

// NoticeRow is one of the texts.
type NoticeRow struct {
	When, Robot, Text, Answer string
	Badge                     components.BadgeView
}

// AlertsSource is what the page is made of.
type AlertsSource struct {
	Apps    []models.App
	Alerts  []models.Alert
	Robots  []models.Robot
	Notices []models.Notice
}

// NewAlertsPage shapes the page.
func NewAlertsPage(ctx context.Context, frame layout.Page, src AlertsSource) AlertsPage {
	p := AlertsPage{Page: frame}
	appOf := func(id int64) models.App {
		if i := slices.IndexFunc(src.Apps, func(a models.App) bool { return a.ID == id }); i >= 0 {
			return src.Apps[i]
		}
		return models.App{Name: text.AlertHere.In(ctx)}
	}
	for _, a := range src.Alerts {
		p.Standing = append(p.Standing, AlertRow{Where: appOf(a.AppID).Name, Since: text.DateTime(ctx, a.RaisedAt), Note: alert.Note(ctx, a, appOf(a.AppID), frame.Can)})
	}
	names := map[int64]string{}
	for _, r := range src.Robots {
		names[r.ID] = r.Name
		row := RobotRow{ID: r.ID, Name: r.Name, Kind: text.RobotKindName(r.Kind).In(ctx), Host: r.Host, Where: text.RobotAllApps.In(ctx), Signed: text.RobotNo.In(ctx)}
		if r.AppID != 0 {
			row.Where = appOf(r.AppID).Name
		}
		if r.Signs() {
			row.Signed = text.RobotYes.In(ctx)
		}
		p.Robots = append(p.Robots, row)
	}
	for _, n := range src.Notices {
		p.Notices = append(p.Notices, newNotice(ctx, n, appOf(n.AppID), names[n.RobotID]))
	}
	return p
}

func newNotice(ctx context.Context, n models.Notice, app models.App, name string) NoticeRow {
	row := NoticeRow{When: text.DateTime(ctx, n.CreatedAt), Robot: name, Text: n.Body}
	if name == "" {
		row.Robot = text.RobotGone.In(ctx)
	}
	if row.Text == "" { // not said yet
		row.Text = text.NoticeHead.In(ctx, app.Name, text.AlertName(n.Kind).In(ctx))
		if n.What == models.NoticeTest {
			row.Text = text.NoticeTestWords.In(ctx)
		}
	}
	if n.Answer != "" {
		row.Answer = text.NoticeTries.In(ctx, n.Tries, n.Answer)
	}
	row.Badge = components.BadgeView{Kind: components.BadgeWaiting, Text: text.NoticeWaiting.In(ctx), TestID: "notice-state"}
	switch n.State {
	case models.NoticeSent:
		row.Badge.Kind, row.Badge.Text = components.BadgeDone, text.NoticeSent.In(ctx)
	case models.NoticeFailed:
		row.Badge.Kind, row.Badge.Text = components.BadgeFailed, text.NoticeFailed.In(ctx)
	case models.NoticeDropped:
		row.Badge.Kind, row.Badge.Text = components.BadgeStopped, text.NoticeDropped.In(ctx)
	}
	return row
}

// RobotForm is what was typed of a robot, and what was wrong with it. Address and
// secret are not among it: they never come back.
type RobotForm struct {
	App, Kind, Name, Lang string
	Alerts                []models.AlertKind
	DropSecret            bool
	Errors                map[string]string
}

// RobotPage is one robot; ID 0 is the form for a new one.
type RobotPage struct {
	layout.Page
	ID         int64
	Form       RobotForm
	Host       string
	HasSecret  bool
	Owners     []components.Option
	KindChoice []components.Option
	AlertKinds []models.AlertKind
}

// NewRobotPage shapes the form.
func NewRobotPage(ctx context.Context, frame layout.Page, apps []models.App, stored models.Robot, form RobotForm) RobotPage {
	p := RobotPage{Page: frame, ID: stored.ID, Form: form, Host: stored.Host, HasSecret: stored.Signs(), AlertKinds: models.AlertKinds}
	p.Owners = []components.Option{{Value: "", Text: text.RobotAllApps.In(ctx)}}
	for _, a := range apps {
		p.Owners = append(p.Owners, components.Option{Value: paths.ID(a.ID), Text: a.Name})
	}
	for _, kind := range robot.Kinds {
		p.KindChoice = append(p.KindChoice, components.Option{Value: string(kind), Text: text.RobotKindName(kind).In(ctx)})
	}
	return p
}

func robotURL(ctx context.Context, p RobotPage) components.FieldView {
	f := components.FieldView{Name: "url", Label: text.RobotURL.In(ctx), Hint: text.RobotURLHint.In(ctx), Error: p.Form.Errors["url"], Required: p.ID == 0, Autocomplete: "off", Attrs: templ.Attributes{"spellcheck": "false"}}
	if p.ID != 0 {
		f.Hint, f.Optional = text.RobotURLKeep.In(ctx, p.Host), true
	}
	return f
}

func robotSecret(ctx context.Context, p RobotPage) components.FieldView {
	f := components.FieldView{Name: "secret", Label: text.RobotSecret.In(ctx), Hint: text.RobotSecretHint.In(ctx), Error: p.Form.Errors["secret"], Optional: true, Autocomplete: "new-password"}
	if p.HasSecret {
		f.Hint = text.RobotSecretKeep.In(ctx)
	}
	return f
}
