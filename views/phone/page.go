// Package phone is the simulated phone of the demo: what a user of the mini
// program sees, and what they do that gives the shop send codes.
package phone

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/models/wechat/simulator"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// Page is the phone of one user.
type Page struct {
	layout.Page
	People  []components.Option
	Person  models.Recipient // ID 0: the App has no users yet
	Slips   []components.SlipView
	Dialogs []Dialog
	Wishes  []Wish
	Calls   []Call
	Pushes  []Push
	Retired bool
}

// Call is a line of what the platform received.
type Call struct {
	Time, Person, Answer string
	Fate                 components.BadgeView
}

// Source is what the page is made of.
type Source struct {
	App       models.App
	People    []models.Recipient
	Person    models.Recipient
	Templates []models.Template
	Inbox     []simulator.Attempt
	Attempts  []simulator.Attempt
	Retired   bool

	Subscriptions []simulator.Subscription
	Pushes        []simulator.Push
}

// shownCalls is how many of the latest calls are listed.
const shownCalls = 12

// NewPage shapes the page. The newest message and call come first.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	p := Page{Page: frame, Person: src.Person, Retired: src.Retired}
	names := map[string]string{}
	for _, r := range src.People {
		names[r.Openid] = r.Name()
		p.People = append(p.People, components.Option{Value: r.Openid, Text: r.Name()})
	}
	byID := map[string]models.Template{}
	for _, t := range src.Templates {
		byID[t.TemplateID] = t
	}
	p.Dialogs, p.Wishes = newDialogs(ctx, src.Subscriptions), newWishes(ctx, src.Subscriptions)
	p.Pushes = newPushes(ctx, src.Pushes, names)
	for i := len(src.Inbox) - 1; i >= 0; i-- {
		p.Slips = append(p.Slips, newSlip(ctx, src.App, byID[src.Inbox[i].TemplateID], src.Inbox[i]))
	}
	for i := len(src.Attempts) - 1; i >= 0 && len(p.Calls) < shownCalls; i-- {
		p.Calls = append(p.Calls, newCall(ctx, src.Attempts[i], names))
	}
	return p
}

func newSlip(ctx context.Context, app models.App, t models.Template, a simulator.Attempt) components.SlipView {
	slip := components.SlipView{
		App: app.Name, Band: app.Band, Time: text.DateTime(ctx, a.At.UnixMilli()), Title: t.Title,
		Opens: a.Page != "", TestID: "slip",
	}
	values := a.Values()
	for _, k := range t.Keywords {
		slip.Rows = append(slip.Rows, components.SlipRow{
			Name: k.Name, Value: values[k.Key].Value, Color: values[k.Key].Color, Big: a.Emphasis == k.Key+".DATA",
		})
	}
	return slip
}

func newCall(ctx context.Context, a simulator.Attempt, names map[string]string) Call {
	fate := components.BadgeView{Kind: components.BadgeDone, Text: text.PhoneAccepted.In(ctx)}
	switch {
	case !a.Accepted:
		fate = components.BadgeView{Kind: components.BadgeFailed, Text: text.PhoneRefusedCall.In(ctx)}
	case !a.Answered:
		fate = components.BadgeView{Kind: components.BadgeUnknown, Text: text.PhoneUnanswered.In(ctx)}
	}
	answer := strconv.Itoa(a.Errcode)
	if !a.Answered {
		answer = "–"
	}
	person := names[a.Openid]
	if person == "" {
		person = a.Openid
	}
	return Call{Time: text.DateTimeSeconds(ctx, a.At.UnixMilli()), Person: person, Answer: answer, Fate: fate}
}
