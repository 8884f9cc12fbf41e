package message

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// Page is one message's page.
type Page struct {
	layout.Page
	Live Live
	Copy string // makes a draft of it; "" for whom it does not
}

// Live is the part that changes while the message is on its way.
type Live struct {
	Self  string
	Every string // how often it asks for itself anew; "" when nothing more will happen
	CSRF  string

	State             components.BadgeView
	Tone              components.Tone
	Errcode           string
	Sentence, Remedy  string
	Notes             []string        // what it waits for
	Instead           components.Link // what to use when the template is no more
	Resend, Assume    string          // forms' targets; "" where they are not to be had
	Cancel, Again     string
	Story             []components.Event
	Facts             []components.Fact
	Answer            []components.Fact
	NoAnswer          string
	Payload, Envelope string // the request's body and where it goes
	NoPayload         string // why there is none
	Masked            bool
	Slip              components.SlipView
	Clock             string
}

// Source is what the page is made of.
type Source struct {
	App      models.App
	Message  models.Message
	Template models.Template
	Person   models.Recipient
	Code     models.SendCode // the one held, or last held; ID 0: none
	Tries    []models.MessageTry
	Likely   *models.Delivery          // of an unknown outcome: a delivery that may well be its own
	Codes    map[int64]models.SendCode // of the tries
	Payload  string                    // as it is posted; "" when no call was or will be made
	Now      models.Millis
	CSRF     string
	MaySend  bool
}

// codeGone tells whether the message's code was deleted since, by the App's
// retention.
func (s Source) codeGone() bool {
	_, kept := s.Codes[s.Message.CodeID]
	return s.Message.CodeID != 0 && !kept
}

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	frame.Context = text.MessageTo.In(ctx, text.Person(ctx, src.Person))
	frame.Crumb = components.Link{Text: text.NavMessages.In(ctx), Href: paths.Messages(src.App.Appid)}
	p := Page{Page: frame, Live: NewLive(ctx, src)}
	if frame.Can(models.PermCompose) && src.Person.ErasedAt == 0 {
		p.Copy = paths.MessageCopy(src.App.Appid, src.Message.ID)
	}
	return p
}

func newSlip(ctx context.Context, src Source, at models.Millis) components.SlipView {
	m := src.Message
	slip := components.SlipView{
		App: src.App.Name, Band: src.App.Band, Time: text.DateTime(ctx, at), Title: src.Template.Title, Opens: m.Page != "", TestID: "slip",
	}
	for _, k := range m.Data {
		slip.Rows = append(slip.Rows, components.SlipRow{Name: k.Name, Value: k.Value, Color: k.Colour, Big: k.Key == m.Emphasis})
	}
	return slip
}

// NewLive shapes the part that changes.
func NewLive(ctx context.Context, src Source) Live {
	m, appid := src.Message, src.App.Appid
	seen := m.SettledAt
	if !seen.IsSet() {
		seen = src.Now
	}
	l := Live{
		Self: paths.Message(appid, m.ID), Every: every(src), CSRF: src.CSRF,
		State: Outcome(ctx, m), Tone: toneOf(m.State), Notes: notes(ctx, src), Instead: template.Instead(ctx, appid, src.Template, src.Template.Retired()),
		Story: story(ctx, src), Facts: facts(ctx, src), Payload: src.Payload, Envelope: envelope(ctx, src),
		Slip: newSlip(ctx, src, seen), Clock: text.Clock(ctx, seen),
		Masked: src.Payload != "" && !src.MaySend && src.Code.ID != 0 && src.Template.Kind == models.KindTemplate,
	}
	l.Sentence, l.Remedy = text.Outcome(ctx, m, src.Template.Kind)
	l.NoPayload = text.PayloadNone.In(ctx)
	if src.codeGone() {
		l.NoPayload = text.PayloadCodeGone.In(ctx)
	}
	if l.Sentence == "" {
		l.Sentence = text.ShortCause(m.Reason).In(ctx)
	}
	if text.Telling(m) {
		l.Errcode = strconv.Itoa(m.Errcode)
	}
	l.deliver(ctx, src)
	l.Answer, l.NoAnswer = answer(ctx, src)
	switch {
	case src.MaySend && m.CanDecide() && src.Person.ErasedAt != 0:
		l.Remedy = text.MessageErased.In(ctx)
	case src.MaySend && m.CanDecide():
		l.Remedy = text.MessageDecideNote.In(ctx)
	case m.CanDecide():
		l.Remedy = text.MessageDecideAsk.In(ctx)
	}
	if src.MaySend {
		l.offer(src)
	}
	return l
}
