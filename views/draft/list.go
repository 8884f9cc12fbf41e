package draft

import (
	"cmp"
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// ListPage lists an App's drafts.
type ListPage struct {
	layout.Page
	Rows  []Row
	Pager components.PagerView
}

// Row is a line of the list.
type Row struct {
	Href, Name, Template, Who, Saved, Machine string
}

// NewListPage shapes the list.
func NewListPage(ctx context.Context, frame layout.Page, drafts []models.Batch, templates []models.Template, pager components.PagerView) ListPage {
	p := ListPage{Page: frame, Pager: pager}
	p.Context = text.DraftsContext.In(ctx)
	titles := map[int64]string{}
	for _, t := range templates {
		titles[t.ID] = t.Title
	}
	for _, b := range drafts {
		r := Row{
			Href: paths.DraftContent(frame.App.Appid, b.ID), Name: b.Name, Template: titles[b.TemplateRef], Saved: text.DateTime(ctx, b.UpdatedAt), Machine: text.Machine(b.UpdatedAt),
			Who: text.Asker(ctx, models.Message{ActorKind: b.ActorKind, ActorName: b.ActorName}),
		}
		if b.TemplateRef == 0 {
			r.Href = paths.DraftTemplate(frame.App.Appid, b.ID)
		}
		r.Name = cmp.Or(r.Name, r.Template, text.CheckUntitled.In(ctx))
		p.Rows = append(p.Rows, r)
	}
	p.Pager.Note = text.BatchesShown.In(ctx, len(p.Rows))
	return p
}
