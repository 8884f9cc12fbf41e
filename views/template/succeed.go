package template

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The fields of the page that moves a mapping.
const (
	SucceedToField = "to"
	SucceedPrefix  = "map."
)

// SucceedPage moves what people have said of a legacy template to a subscribe
// template.
type SucceedPage struct {
	layout.Page
	From    models.Template
	To      models.Template // ID 0: there is none
	Choices []components.Option
	Now     string // what is used instead already
	NowHref string
	Rows    []SucceedRow
}

// SucceedRow is a keyword of the subscribe template.
type SucceedRow struct {
	Name, Key, Has string
	Field          components.FieldView
}

// SucceedSource is what the page is made of; Map is what was chosen, by key.
type SucceedSource struct {
	From, To models.Template
	All      []models.Template
	Map      map[string]string
	Errors   map[string]string
}

// NewSucceed shapes the page.
func NewSucceed(ctx context.Context, frame layout.Page, src SucceedSource) SucceedPage {
	frame.Title, frame.Context = text.SucceedTitle.In(ctx, src.From.Title), text.SucceedContext.In(ctx)
	frame.Crumb = components.Link{Text: src.From.Title, Href: paths.Template(frame.App.Appid, src.From.ID)}
	p := SucceedPage{Page: frame, From: src.From, To: src.To}
	for _, t := range src.From.Successors(src.All) {
		p.Choices = append(p.Choices, components.Option{Value: paths.ID(t.ID), Text: t.Title + " · " + KindName(ctx, t.Kind)})
		if t.ID == src.From.SuccessorRef {
			p.Now, p.NowHref = text.SucceedNow.In(ctx, t.Title), paths.Template(frame.App.Appid, t.ID)
		}
	}
	options := []components.Option{{Text: text.SucceedNothing.In(ctx)}}
	for _, k := range src.From.Keywords {
		options = append(options, components.Option{Value: k.Key, Text: text.SyncKeyword.In(ctx, k.Name, k.Key)})
	}
	for _, k := range src.To.Keywords {
		p.Rows = append(p.Rows, SucceedRow{Name: k.Name, Key: k.Key, Has: k.Field, Field: components.FieldView{
			Name: SucceedPrefix + k.Key, Label: text.SucceedLikeOf.In(ctx, k.Name), NoLabel: true,
			Value: src.Map[k.Key], Options: options, Error: src.Errors[SucceedPrefix+k.Key],
		}})
	}
	return p
}

// Instead leads from a template that goes out no more to what can be used instead;
// without needed, and of what is no legacy template, there is none.
func Instead(ctx context.Context, appid string, t models.Template, needed bool) components.Link {
	switch {
	case !needed:
		return components.Link{}
	case t.SuccessorRef != 0:
		return components.Link{Text: text.SucceedInstead.In(ctx), Href: paths.Template(appid, t.SuccessorRef)}
	}
	return components.Link{Text: text.SucceedInstead.In(ctx), Href: paths.TemplateSucceed(appid, t.ID)}
}
