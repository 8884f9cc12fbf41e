// Package segment draws what groups users: tags, and filters with a name. Whom
// they find is for the models to say.
package segment

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// Row is a tag or a segment.
type Row struct {
	Name, Href, Compose string
	Conditions          []recipient.Condition // of a segment
	Rename, Delete      string                // where its forms post to
	InputID             string
	Typed, Error        string // its new name
}

// Page lists both.
type Page struct {
	layout.Page
	Segments, Tags []Row
}

// Refusal is a name that was not taken, with what it was meant for.
type Refusal struct {
	ID           int64
	Typed, Error string
}

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, segments []models.Segment, tags []models.Tag, templates []models.Template, refused Refusal) Page {
	appid := frame.App.Appid
	list := paths.Recipients(appid)
	frame.Context = text.GroupsContext.In(ctx)
	frame.Crumb = components.Link{Text: text.NavRecipients.In(ctx), Href: list}
	p := Page{Page: frame}
	typed := func(id int64, name string) (string, string) {
		if refused.ID == id {
			return refused.Typed, refused.Error
		}
		return name, ""
	}
	for _, s := range segments {
		query := recipient.Query(ctx, s.Filter)
		row := Row{
			Name: s.Name, Href: paths.WithQuery(list, query), Compose: paths.With(paths.DraftNew(appid), "segment", paths.ID(s.ID)),
			Rename: paths.SegmentRename(appid, s.ID), Delete: paths.SegmentDelete(appid, s.ID), InputID: "name-" + paths.ID(s.ID),
			Conditions: recipient.Conditions(ctx, query, templates),
		}
		row.Typed, row.Error = typed(s.ID, s.Name)
		p.Segments = append(p.Segments, row)
	}
	for _, t := range tags {
		row := Row{
			Name: t.Name, Href: paths.With(list, recipient.FilterTag, t.Name), Compose: paths.With(paths.DraftNew(appid), "tag", t.Name),
			Rename: paths.TagRename(appid, t.ID), Delete: paths.TagDelete(appid, t.ID), InputID: "name-" + paths.ID(t.ID),
		}
		row.Typed, row.Error = typed(t.ID, t.Name)
		p.Tags = append(p.Tags, row)
	}
	return p
}

func columns(ctx context.Context, k kind) []components.Column {
	list := []components.Column{{Title: k.name.In(ctx)}}
	if k.conditions {
		list = append(list, components.Column{Title: text.SegmentConditions.In(ctx)})
	}
	return append(list, components.Column{Title: text.Actions.In(ctx), Hidden: true})
}
