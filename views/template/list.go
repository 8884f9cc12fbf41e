package template

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
)

// ListPage is the list of an App's templates.
type ListPage struct {
	layout.Page
	Rows []Line
}

// Line is one template of the list.
type Line struct {
	ID         int64
	TemplateID string
	Title      string
	Href       string
	Kind       string
	Keywords   []components.ChipView
	State      components.BadgeView
	Stopped    bool
	Held       bool   // nothing can be composed with it
	Why        string // it is stopped
	Remedy     string
}

// NewList shapes the list, newest first: what was just added is what one looks for.
func NewList(ctx context.Context, frame layout.Page, templates []models.Template) ListPage {
	p := ListPage{Page: frame}
	for i := len(templates) - 1; i >= 0; i-- {
		t := templates[i]
		line := Line{
			ID: t.ID, TemplateID: t.TemplateID, Title: t.Title, Href: paths.Template(frame.App.Appid, t.ID),
			Kind: KindName(ctx, t.Kind), State: State(ctx, t), Stopped: t.State == models.TemplateStopped, Held: t.Held(),
		}
		line.Why, line.Remedy = Stop(ctx, t)
		for _, k := range t.Keywords {
			line.Keywords = append(line.Keywords, components.ChipView{Text: k.Name})
		}
		p.Rows = append(p.Rows, line)
	}
	return p
}
