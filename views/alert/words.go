// Package alert turns alerts into what people read: a note at the head of a page,
// and a text for the robot of a group chat.
package alert

import (
	"context"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// link leads to where an alert is seen to, and says who may go there.
func link(a models.Alert, app models.App) (href string, needs models.Permission) {
	switch a.Kind {
	case models.AlertChain:
		return paths.Audit, models.PermAudit
	case models.AlertToken, models.AlertPaused, models.AlertQuota:
		return paths.SettingsApp(app.ID), models.PermApps
	case models.AlertTemplate:
		return paths.Template(app.Appid, a.ObjectID), models.PermView
	case models.AlertCodes:
		return paths.Radar(app.Appid), models.PermPeople
	case models.AlertApproval:
		return paths.BatchesIn(app.Appid, string(models.BatchPending)), models.PermApprove
	}
	return paths.With(paths.Messages(app.Appid), message.FilterState, string(models.MessageUnknown)), models.PermView
}

// Note is an alert at the head of a page, for somebody with these permissions.
func Note(ctx context.Context, a models.Alert, app models.App, can func(models.Permission) bool) components.NoteView {
	title, sentence := text.AlertWords(ctx, a)
	n := components.NoteView{Tone: components.ToneWarning, Title: title, Text: sentence, TestID: "alert-" + string(a.Kind)}
	if a.Kind == models.AlertChain || a.Kind == models.AlertToken {
		n.Tone = components.ToneError
	}
	if href, needs := link(a, app); can(needs) {
		n.Link = components.Link{Text: text.AlertSee.In(ctx), Href: href}
	} else {
		n.Text += " " + text.AlertAsk.In(ctx)
	}
	return n
}

// Says makes the text of a notice; publicURL, where it is known, makes its link.
func Says(publicURL string) func(ctx context.Context, r models.Robot, n models.Notice, app models.App) string {
	return func(ctx context.Context, r models.Robot, n models.Notice, app models.App) string {
		ctx = text.WithLang(ctx, text.Lang(r.Lang))
		where := text.AlertHere.In(ctx)
		if app.ID != 0 {
			where = app.Name
			ctx = text.WithZone(ctx, app.Zone())
		}
		if n.What == models.NoticeTest {
			return text.NoticeHead.In(ctx, where, text.NoticeTestWords.In(ctx))
		}
		a := models.Alert{AppID: n.AppID, Kind: n.Kind, ObjectID: n.ObjectID, Subject: n.Subject, Errcode: n.Errcode, N: n.N, UntilAt: n.UntilAt}
		title, sentence := text.AlertWords(ctx, a)
		lines := []string{text.NoticeHeadOver.In(ctx, where, title)}
		if n.What == models.NoticeRaised {
			lines = []string{text.NoticeHead.In(ctx, where, title), sentence}
			if href, _ := link(a, app); publicURL != "" {
				lines = append(lines, text.NoticeLink.In(ctx, strings.TrimRight(publicURL, "/")+href))
			}
		}
		return strings.Join(append(lines, text.DateTime(ctx, n.CreatedAt)), "\n")
	}
}
