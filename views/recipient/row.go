package recipient

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Row is a user in the list.
type Row struct {
	ID, Href, Name, Openid, Remark string
	Tags                           []components.Link
	Codes                          []components.ChipView
	LastSent, LastSentAt, Machine  string
	Compose                        string
	Picked                         bool
}

func newRow(ctx context.Context, src ListSource, r models.Recipient) Row {
	appid := src.App.Appid
	row := Row{ID: paths.ID(r.ID), Href: paths.Recipient(appid, r.ID), Name: r.Name(), Openid: r.Openid, Picked: src.Typed.Picked[r.ID]}
	row.Codes = Chips(ctx, src.Counts[r.ID], src.Now)
	for i := range row.Codes {
		row.Codes[i].Ref = true
	}
	row.Compose = paths.With(paths.DraftNew(appid), "to", r.Openid)
	for _, t := range src.TagsOf[r.ID] { // without links, which would make up a tenth of the page
		row.Tags = append(row.Tags, components.Link{Text: t.Name})
	}
	if row.Name != r.Remark {
		row.Remark = r.Remark
	}
	if row.Name == r.Openid {
		row.Name = text.RecipientNamelessRow.In(ctx)
	}
	if r.LastSentAt.IsSet() {
		row.LastSent, row.LastSentAt, row.Machine = text.Relative(ctx, r.LastSentAt, src.Now), text.DateTime(ctx, r.LastSentAt), text.Machine(r.LastSentAt)
	}
	return row
}

// tagLinks lead to everyone who has the tag.
func tagLinks(appid string, tags []models.Tag) []components.Link {
	list := make([]components.Link, len(tags))
	for i, t := range tags {
		list[i] = components.Link{Text: t.Name, Href: paths.With(paths.Recipients(appid), FilterTag, t.Name)}
	}
	return list
}
