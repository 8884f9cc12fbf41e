package recipient

import (
	"context"
	"maps"
	"slices"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Pair is an attribute as it was typed.
type Pair struct{ Name, Value string }

// Ticked is a tag that stays or goes.
type Ticked struct {
	Name string
	On   bool
}

// Form is what is kept about a user, as it was last typed.
type Form struct {
	Nickname, Remark, Phone string
	Tags                    []Ticked // those the user has
	NewTags                 string
	Attributes              []Pair
	Note                    string
	Errors                  map[string]string
}

// NewForm is what is stored.
func NewForm(r models.Recipient, tags []models.Tag) Form {
	f := Form{Nickname: r.Nickname, Remark: r.Remark, Phone: r.Phone, Note: r.Note}
	for _, t := range tags {
		f.Tags = append(f.Tags, Ticked{t.Name, true})
	}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		f.Attributes = append(f.Attributes, Pair{name, r.Attributes[name]})
	}
	return f
}

// WithBlank adds empty rows to write new attributes into.
func (f Form) WithBlank(rows int) Form {
	f.Attributes = append(slices.Clone(f.Attributes), make([]Pair, rows)...)
	return f
}

// EditPage is the form for one user.
type EditPage struct {
	layout.Page
	Form         Form
	Self, Cancel string
}

// NewEditPage shapes it.
func NewEditPage(ctx context.Context, frame layout.Page, r models.Recipient, form Form) EditPage {
	appid, id := frame.App.Appid, r.ID
	frame.Context = r.Name() + " · " + r.Openid
	if r.Name() == r.Openid {
		frame.Context = r.Openid
	}
	frame.Context += " · " + text.RecipientEditContext.In(ctx)
	frame.Crumb = components.Link{Text: r.Name(), Href: paths.Recipient(appid, id)}
	return EditPage{Page: frame, Form: form, Self: paths.RecipientEdit(appid, id), Cancel: paths.Recipient(appid, id)}
}
