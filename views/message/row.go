// Package message draws the history and one message's page: what was asked
// for, what WeChat said, what it means and what can be done. Filtering and
// deciding are the handlers' and the models' to do.
package message

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Row is a line of a list of messages.
type Row struct {
	Href, Time, Machine, Title string
	Person, PersonHref, Openid string
	State                      components.BadgeView
	Reason, Asker              string
}

// NewRow shapes a line. The template and the person are the message's own.
func NewRow(ctx context.Context, appid string, m models.Message, t models.Template, person models.Recipient) Row {
	return Row{
		Href: paths.Message(appid, m.ID), Time: text.DateTimeSeconds(ctx, m.CreatedAt), Machine: text.Machine(m.CreatedAt), Title: t.Title,
		Person: text.Person(ctx, person), PersonHref: paths.Recipient(appid, m.RecipientID), Openid: person.Openid,
		State: Outcome(ctx, m), Reason: text.ShortOutcome(ctx, m, t.Kind), Asker: text.Asker(ctx, m),
	}
}

// NewRows shapes lines from what a list has loaded.
func NewRows(ctx context.Context, appid string, messages []models.Message, templates []models.Template, people map[int64]models.Recipient) []Row {
	byID := make(map[int64]models.Template, len(templates))
	for _, t := range templates {
		byID[t.ID] = t
	}
	rows := make([]Row, len(messages))
	for i, m := range messages {
		rows[i] = NewRow(ctx, appid, m, byID[m.TemplateRef], people[m.RecipientID])
	}
	return rows
}

// Badge is a message's state as it looks everywhere.
func Badge(ctx context.Context, state models.MessageState) components.BadgeView {
	return components.BadgeView{Kind: badgeKind(state), Text: text.MessageState(state).In(ctx), TestID: "state-" + string(state)}
}

// Outcome is how a message stands, with what the platform pushed about it where
// that is known: accepted is not yet delivered.
func Outcome(ctx context.Context, m models.Message) components.BadgeView {
	switch {
	case m.State != models.MessageSent || m.Delivery == nil:
		return Badge(ctx, m.State)
	case m.Delivery.Good():
		return components.BadgeView{Kind: components.BadgeProven, Text: text.MessageDelivered.In(ctx), TestID: "state-delivered"}
	}
	return components.BadgeView{Kind: components.BadgeFailed, Text: text.MessageUndelivered.In(ctx), TestID: "state-undelivered"}
}

func badgeKind(state models.MessageState) components.BadgeKind {
	switch state {
	case models.MessageQueued:
		return components.BadgeWaiting
	case models.MessageSending:
		return components.BadgeRunning
	case models.MessageSent:
		return components.BadgeDone
	case models.MessageFailed:
		return components.BadgeFailed
	case models.MessageUnknown:
		return components.BadgeUnknown
	case models.MessageCancelled:
		return components.BadgeStopped
	}
	return components.BadgePlain
}
