package recipient

import (
	"context"
	"net/url"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// What can be done with picked users.
const (
	DoCompose = "compose"
	DoTag     = "tag"
	DoUntag   = "untag"
	DoExport  = "export"
)

// CheckTagsPage asks before everyone whom a filter finds is changed.
type CheckTagsPage struct {
	layout.Page
	Sentence, Submit string
	Do, Tag, Whole   string
	Back             string
	Conditions       []Condition
}

// CheckTagsSource is what it is made of.
type CheckTagsSource struct {
	Do, Tag, Whole string
	Query          url.Values
	People         models.CappedCount
	Templates      []models.Template
}

// NewCheckTagsPage shapes it.
func NewCheckTagsPage(ctx context.Context, frame layout.Page, src CheckTagsSource) CheckTagsPage {
	list := paths.Recipients(frame.App.Appid)
	frame.Crumb = components.Link{Text: text.NavRecipients.In(ctx), Href: list}
	frame.Context = text.PickCheckContext.In(ctx)
	people := text.BatchPeople
	if src.People.Over {
		people = text.BatchPeopleOver
	}
	who := people.In(ctx, text.Number(src.People.N))
	p := CheckTagsPage{
		Page: frame, Do: src.Do, Tag: src.Tag, Whole: src.Whole, Conditions: Conditions(ctx, src.Query, src.Templates),
		Sentence: text.PickWillTag.In(ctx, who, src.Tag), Submit: text.PickConfirmTag.In(ctx), Back: list,
	}
	if src.Whole != "" {
		p.Back += "?" + src.Whole
	}
	if src.Do == DoUntag {
		p.Sentence, p.Submit = text.PickWillUntag.In(ctx, who, src.Tag), text.PickConfirmUntag.In(ctx)
	}
	return p
}
