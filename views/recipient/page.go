package recipient

import (
	"context"
	"maps"
	"slices"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Page is one user's page.
type Page struct {
	layout.Page
	Compose, History, Edit string
	TagAction, EraseAction string
	Openid                 string
	Erased                 string // when the personal data were erased; "" is not
	Facts, Attributes      []components.Fact
	Note                   string
	Tags                   []components.Link
	Known                  []components.Option // for the field of a new tag
	TagTyped, TagError     string
	Wallet                 []Group
	WalletPager            components.PagerView
	Messages               []components.Event
	MessagesPager          components.PagerView
}

// Source is what the page is made of.
type Source struct {
	App           models.App
	Person        models.Recipient
	Tags, Known   []models.Tag
	TagTyped      string
	TagError      string
	Templates     []models.Template
	Counts        []models.CodeCount
	Codes         []models.SendCode
	WalletPager   components.PagerView
	Messages      []models.Message
	MessagesPager components.PagerView
	Now           models.Millis
}

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	appid, r := src.App.Appid, src.Person
	frame.Title, frame.Context = text.Person(ctx, r), text.RecipientSince.In(ctx, text.Date(ctx, r.CreatedAt))
	if frame.Title != r.Openid && r.ErasedAt == 0 {
		frame.Context = r.Openid + " · " + frame.Context
	}
	frame.Crumb = components.Link{Text: text.NavRecipients.In(ctx), Href: paths.Recipients(appid)}
	p := Page{
		Page: frame, Openid: r.Openid, Note: r.Note, Tags: tagLinks(appid, src.Tags), Known: tagOptions(ctx, src.Known, nil)[1:], TagTyped: src.TagTyped, TagError: src.TagError,
		Compose: paths.With(paths.DraftNew(appid), "to", r.Openid), History: paths.With(paths.Messages(appid), message.FilterTo, r.Openid),
		Edit: paths.RecipientEdit(appid, r.ID), TagAction: paths.RecipientTags(appid, r.ID), EraseAction: paths.RecipientErase(appid, r.ID),
		Facts: facts(ctx, src), Attributes: attributes(r),
		Wallet: newWallet(ctx, src), WalletPager: src.WalletPager, MessagesPager: src.MessagesPager,
	}
	if r.ErasedAt != 0 {
		p.Erased = text.DateTime(ctx, r.ErasedAt)
	}
	p.WalletPager.Note = text.WalletShown.In(ctx, len(src.Codes))
	p.MessagesPager.Note = text.MessageShown.In(ctx, len(src.Messages))
	titles := templateTitles(src.Templates)
	for _, m := range src.Messages {
		p.Messages = append(p.Messages, messageEvent(ctx, appid, m, titles[m.TemplateRef]))
	}
	return p
}

func facts(ctx context.Context, src Source) []components.Fact {
	r := src.Person
	if r.ErasedAt != 0 {
		return nil
	}
	list := []components.Fact{
		{Name: text.RecipientNickname.In(ctx), Value: r.Nickname}, {Name: text.RecipientRemark.In(ctx), Value: r.Remark},
		{Name: text.RecipientPhone.In(ctx), Value: r.Phone, Mono: true}, {Name: "openid", Value: r.Openid, Mono: true},
	}
	last := components.Fact{Name: text.RecipientLastSent.In(ctx), Value: text.RecipientNeverSent.In(ctx)}
	if r.LastSentAt.IsSet() {
		last.Value = text.Relative(ctx, r.LastSentAt, src.Now)
	}
	return append(list, last)
}

func attributes(r models.Recipient) []components.Fact {
	var list []components.Fact
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		list = append(list, components.Fact{Name: name, Value: r.Attributes[name]})
	}
	return list
}

func templateTitles(templates []models.Template) map[int64]models.Template {
	byID := make(map[int64]models.Template, len(templates))
	for _, t := range templates {
		byID[t.ID] = t
	}
	return byID
}

// messageEvent is a message as a step in a person's story.
func messageEvent(ctx context.Context, appid string, m models.Message, t models.Template) components.Event {
	row := message.NewRow(ctx, appid, m, t, models.Recipient{})
	e := components.Event{Time: row.Time, Machine: row.Machine, Title: row.Title, Href: row.Href, Detail: row.State.Text, TestID: "message"}
	if e.Title == "" {
		e.Title = text.RecipientGone.In(ctx)
	}
	for _, words := range []string{row.Reason, row.Asker} {
		if words != "" {
			e.Detail += " · " + words
		}
	}
	switch m.State {
	case models.MessageSent:
		e.Tone = components.ToneSuccess
	case models.MessageFailed:
		e.Tone, e.Icon = components.ToneError, components.IconX
	case models.MessageUnknown:
		e.Tone, e.Icon = components.ToneWarning, components.IconCircleHelp
	case models.MessageSending:
		e.Tone, e.Icon = components.ToneInfo, components.IconSend
	case models.MessageCancelled:
		e.Icon = components.IconBan
	default:
		e.Icon = components.IconClock
	}
	return e
}
