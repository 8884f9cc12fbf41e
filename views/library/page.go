// Package library shows the platform's public library of templates: its shelves,
// and one template whose keywords are chosen. What is offered comes from
// models/upstream.
package library

import (
	"context"
	"strconv"
	"strings"

	"xinshi/models"
	"xinshi/models/upstream"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The parameters of the library's URLs.
const (
	FamilyParam   = "family"
	CategoryParam = "category"
	PageParam     = "page"
	TitleParam    = "title"
)

// ShelfPage is a page of the library.
type ShelfPage struct {
	layout.Page
	Family     models.Family
	Tabs       []components.Tab
	Category   string
	Categories []components.Option
	Refused    components.NoteView // without a Title: it was read
	Rows       []Row
	Pager      components.PagerView
}

// Row is a template of the library.
type Row struct{ ID, Title, Kind, Href string }

// NewShelf shapes a page of the library, counted from 0.
func NewShelf(ctx context.Context, frame layout.Page, family models.Family, page int, shelf upstream.Shelf, refusal *models.PlatformRefusal) ShelfPage {
	p := ShelfPage{Page: frame, Family: family, Category: strconv.Itoa(shelf.Category)}
	base := paths.Library(frame.App.Appid)
	p.Crumb = components.Link{Text: text.NavTemplates.In(ctx), Href: paths.Templates(frame.App.Appid)}
	for _, f := range models.Families {
		p.Tabs = append(p.Tabs, components.Tab{Text: text.Family(f).In(ctx), Href: paths.With(base, FamilyParam, string(f)), Current: f == family})
	}
	if refusal != nil {
		p.Refused = RefusedNote(ctx, *refusal)
		p.Refused.Link = components.Link{Text: text.LibraryAgain.In(ctx), Href: frame.RequestPath}
		return p
	}
	for _, c := range shelf.Categories {
		p.Categories = append(p.Categories, components.Option{Value: strconv.Itoa(c.ID), Text: c.Name})
	}
	for _, e := range shelf.Entries {
		kind, _ := text.TemplateKind(e.Kind)
		p.Rows = append(p.Rows, Row{
			ID: e.ID, Title: e.Title, Kind: kind.In(ctx),
			Href: paths.With(paths.LibraryEntry(frame.App.Appid, string(family), e.ID), TitleParam, e.Title),
		})
	}
	turn := func(to int) string {
		return paths.With(base, FamilyParam, string(family), CategoryParam, p.Category, PageParam, strconv.Itoa(to+1))
	}
	p.Pager.Note = text.LibraryPage.In(ctx, page+1, shelf.Total)
	if page > 0 {
		p.Pager.Newer = turn(page - 1)
	}
	if (page+1)*upstream.PageSize(family) < shelf.Total {
		p.Pager.Older = turn(page + 1)
	}
	return p
}

// RefusedNote says what the platform refused and what to do.
func RefusedNote(ctx context.Context, r models.PlatformRefusal) components.NoteView {
	note := components.NoteView{Tone: components.ToneError, TestID: "refused"}
	note.Title, note.Text = text.Refusal(ctx, text.LibraryRefused.In(ctx), r)
	if r.Errmsg != "" {
		note.Text += " (" + r.Errmsg + ")"
	}
	return note
}

// EntryForm is what was chosen of an entry, as it was typed.
type EntryForm struct {
	Title  string
	Orders map[int]string // by the number of the keyword
	Scene  string
	Errors map[string]string
}

// OrderPrefix begins the names of the boxes for the keywords' places; their numbers
// follow.
const OrderPrefix = "order-"

// EntryPage is a template of the library whose keywords are chosen.
type EntryPage struct {
	layout.Page
	Family  models.Family
	Entry   string
	Form    EntryForm
	Fixed   bool
	Limits  string
	Scene   int // how long the scene may be; 0: there is none
	Refused components.NoteView
	Offers  []OfferRow
}

// OfferRow is a keyword to choose.
type OfferRow struct {
	Name, Rule, Example, Only string
	Field                     components.FieldView
}

// NewEntry shapes the page of an entry.
func NewEntry(ctx context.Context, frame layout.Page, family models.Family, id string, offers []upstream.Offer, form EntryForm, refusal *models.PlatformRefusal) EntryPage {
	fewest, most, scene := upstream.Limits(family)
	p := EntryPage{Page: frame, Family: family, Entry: id, Form: form, Fixed: upstream.Fixed(family, id), Scene: scene, Limits: text.LibraryLimits.In(ctx, fewest, most)}
	p.Crumb = components.Link{Text: text.LibraryTitle.In(ctx), Href: paths.With(paths.Library(frame.App.Appid), FamilyParam, string(family))}
	p.Title, p.Context = form.Title, text.LibraryEntryContext.In(ctx)
	if p.Title == "" {
		p.Title = text.LibraryUntitled.In(ctx, id)
	}
	if p.Fixed {
		p.Context, p.Limits = text.LibraryFixedContext.In(ctx), ""
	}
	if refusal != nil {
		p.Refused = RefusedNote(ctx, *refusal)
	}
	for _, o := range offers {
		row := OfferRow{Name: o.Name, Rule: o.Rule, Example: o.Example, Field: components.FieldView{
			Name: OrderPrefix + strconv.Itoa(o.ID), Label: text.LibraryOrderOf.In(ctx, o.Name), Value: form.Orders[o.ID], NoLabel: true, Type: "number",
			Attrs: map[string]any{"min": "1", "max": strconv.Itoa(most), "step": "1"},
		}}
		if len(o.Choices) > 0 {
			row.Only = text.LibraryOnly.In(ctx, strings.Join(o.Choices, text.SyncJoin.In(ctx)))
		}
		p.Offers = append(p.Offers, row)
	}
	return p
}

func (p EntryPage) columns(ctx context.Context) []components.Column {
	columns := []components.Column{{Title: text.KeywordName.In(ctx)}}
	if !p.Fixed {
		columns = append(columns, components.Column{Title: text.LibraryOrder.In(ctx)})
	}
	return append(columns, components.Column{Title: text.LibraryRule.In(ctx)}, components.Column{Title: text.LibraryExample.In(ctx)})
}
