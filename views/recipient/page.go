package recipient

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Form is the profile as it was last typed.
type Form struct {
	Nickname, Remark string
	Errors           map[string]string
}

// Page is one user's page.
type Page struct {
	layout.Page
	Self, Compose, History string
	Openid                 string
	Form                   Form
	Profile                []components.Fact // for those who may not edit it
	Left                   []Left
	Wallet                 []Code
	WalletPager            components.PagerView
	Messages               []message.Row
}

// Left is how many codes of one kind and template a user has.
type Left struct {
	Chip components.ChipView
	For  string // which templates it pays for
}

// Source is what the page is made of.
type Source struct {
	App       models.App
	Person    models.Recipient
	Form      Form
	Templates []models.Template
	Counts    []models.CodeCount
	Codes     []models.SendCode
	Pager     components.PagerView // of the wallet
	Messages  []models.Message
	Now       models.Millis
}

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	appid, r := src.App.Appid, src.Person
	frame.Title, frame.Context = r.Name(), text.RecipientSince.In(ctx, text.Date(ctx, r.CreatedAt))
	if frame.Title != r.Openid {
		frame.Context = r.Openid + " · " + frame.Context
	}
	frame.Crumb = components.Link{Text: text.NavRecipients.In(ctx), Href: paths.Recipients(appid)}
	p := Page{
		Page: frame, Self: paths.Recipient(appid, r.ID), Openid: r.Openid, Form: src.Form,
		Compose: paths.With(paths.Compose(appid), "to", r.Openid), History: paths.With(paths.Messages(appid), message.FilterTo, r.Openid),
		Profile: []components.Fact{
			{Name: text.RecipientNickname.In(ctx), Value: r.Nickname}, {Name: text.RecipientRemark.In(ctx), Value: r.Remark},
			{Name: "openid", Value: r.Openid, Mono: true},
		},
		WalletPager: src.Pager,
		Messages:    message.NewRows(ctx, appid, src.Messages, src.Templates, nil),
	}
	p.WalletPager.Note = text.WalletShown.In(ctx, len(src.Codes))
	titles := map[int64]string{0: text.RecipientAnyTemplate.In(ctx)}
	for _, t := range src.Templates {
		titles[t.ID] = t.Title
	}
	title := func(ref int64) string {
		if t, ok := titles[ref]; ok {
			return t
		}
		return text.RecipientGone.In(ctx)
	}
	for _, c := range src.Counts {
		p.Left = append(p.Left, Left{Chip(ctx, c, src.Now), title(c.TemplateRef)})
	}
	for _, c := range src.Codes {
		p.Wallet = append(p.Wallet, newCode(ctx, appid, c, title(c.TemplateRef), src.Now))
	}
	return p
}
