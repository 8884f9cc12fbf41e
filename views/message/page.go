package message

import (
	"context"
	"strconv"
	"time"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Page is one message's page.
type Page struct {
	layout.Page
	Live Live
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
	Notes             []string // what it waits for
	Resend, Assume    string   // forms' targets; "" where they are not to be had
	Cancel, Again     string
	Story             []components.Event
	Facts             []components.Fact
	Answer            []components.Fact
	NoAnswer          string
	Payload, Envelope string // the request's body and where it goes
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
	Codes    map[int64]models.SendCode // of the tries
	Payload  string                    // as it is posted; "" when no call was or will be made
	Now      models.Millis
	CSRF     string
	MaySend  bool
}

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	frame.Context = text.MessageTo.In(ctx, Name(src.Person))
	frame.Crumb = components.Link{Text: text.NavMessages.In(ctx), Href: paths.Messages(src.App.Appid)}
	return Page{Page: frame, Live: NewLive(ctx, src)}
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
		State: Badge(ctx, m.State), Tone: toneOf(m.State), Notes: notes(ctx, src),
		Story: story(ctx, src), Facts: facts(ctx, src), Payload: src.Payload, Envelope: envelope(ctx, src),
		Slip: newSlip(ctx, src, seen), Clock: text.Clock(ctx, seen),
		Masked: src.Payload != "" && !src.MaySend && src.Code.ID != 0 && src.Template.Kind == models.KindTemplate,
	}
	l.Sentence, l.Remedy = text.Outcome(ctx, m, src.Template.Kind)
	if text.Telling(m) {
		l.Errcode = strconv.Itoa(m.Errcode)
	}
	l.Answer, l.NoAnswer = answer(ctx, src)
	switch {
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

// offer says what whoever may send can do now.
func (l *Live) offer(src Source) {
	m, appid := src.Message, src.App.Appid
	switch {
	case m.CanDecide():
		l.Resend, l.Assume = paths.MessageResend(appid, m.ID), paths.MessageAssume(appid, m.ID)
	case m.CanCancel():
		l.Cancel = paths.MessageCancel(appid, m.ID)
	case Final(m.State) && src.Template.ID != 0:
		l.Again = paths.With(paths.Compose(appid), "template", paths.ID(m.TemplateRef), "to", src.Person.Openid)
	}
}

// Final tells whether nothing more happens to a message by itself.
func Final(state models.MessageState) bool {
	return state != models.MessageQueued && state != models.MessageSending
}

// every is how often the page looks again: each second while something may
// happen at once, seldom while the message waits for a time or a person.
func every(src Source) string {
	m := src.Message
	switch {
	case Final(m.State):
		return ""
	case m.State == models.MessageQueued && (held(src) || m.DueAt.Sub(src.Now) > time.Minute):
		return "15s"
	}
	return "1s"
}

func held(src Source) bool {
	return src.App.State == models.AppPaused || src.Template.State == models.TemplateStopped
}

// notes say what a queued message waits for.
func notes(ctx context.Context, src Source) []string {
	m := src.Message
	if m.State != models.MessageQueued {
		return nil
	}
	var list []string
	switch due := text.DateTimeSeconds(ctx, m.DueAt); {
	case held(src) || m.DueAt <= src.Now:
	case m.Tries > 0:
		list = append(list, text.MessageRetryAt.In(ctx, m.Tries, due))
	default:
		list = append(list, text.MessageDueAt.In(ctx, due))
	}
	if src.App.State == models.AppPaused && m.Reason != models.CausePaused {
		list = append(list, text.MessageAppPaused.In(ctx))
	}
	if src.Template.State == models.TemplateStopped {
		list = append(list, text.MessageTplStopped.In(ctx))
	}
	if m.Unproven {
		list = append(list, text.MessageUnprovenNote.In(ctx))
	}
	return list
}

func toneOf(state models.MessageState) components.Tone {
	switch state {
	case models.MessageSent:
		return components.ToneSuccess
	case models.MessageFailed:
		return components.ToneError
	case models.MessageUnknown:
		return components.ToneWarning
	case models.MessageSending:
		return components.ToneInfo
	}
	return components.ToneNeutral
}

func envelope(ctx context.Context, src Source) string {
	call := string(text.SendCall(src.Template.Kind))
	if src.Code.ID == 0 && !Final(src.Message.State) {
		return text.PayloadWaiting.In(ctx, call)
	}
	return text.PayloadSent.In(ctx, call)
}

// answer is what the platform said last, word for word.
func answer(ctx context.Context, src Source) (list []components.Fact, none string) {
	m := src.Message
	called := m.Tries > 0 || len(src.Tries) > 0
	switch {
	case !called && Final(m.State):
		return nil, text.AnswerNoCall.In(ctx)
	case !called || (m.Errcode == 0 && m.Errmsg == "" && m.State != models.MessageSent):
		return nil, text.AnswerNone.In(ctx)
	}
	if m.Errcode != 0 || m.State == models.MessageSent {
		list = append(list, components.Fact{Name: text.AnswerErrcode.In(ctx), Value: strconv.Itoa(m.Errcode), Mono: true, TestID: "errcode"})
	}
	said := text.AnswerErrmsg
	if len(list) == 0 {
		said = text.AnswerFault
	}
	list = append(list, components.Fact{Name: said.In(ctx), Value: m.Errmsg, Mono: true, TestID: "errmsg"})
	if m.Errcode != 0 {
		meaning, remedy := text.Errcode(ctx, text.SendCall(src.Template.Kind), m.Errcode)
		list = append(list,
			components.Fact{Name: text.AnswerMeaning.In(ctx), Value: meaning},
			components.Fact{Name: text.AnswerRemedy.In(ctx), Value: remedy})
	}
	if rid := (&wechat.APIError{Errmsg: m.Errmsg}).RID(); rid != "" {
		list = append(list, components.Fact{Name: text.FactRID.In(ctx), Value: rid, Mono: true})
	}
	return list, ""
}
