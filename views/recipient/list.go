// Package recipient draws the users of a mini program and the send codes left
// to each. Who may be sent to is for the models to say.
package recipient

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// View is a saved segment, as a quick link over the list.
type View struct {
	Text, Href string
	Current    bool
}

// Typed is what was typed into the list's own forms, when one was refused.
type Typed struct {
	Picked    map[int64]bool
	Matching  bool // everyone who matches is meant
	Tag       string
	TagError  string
	Name      string // of a segment to be saved
	NameError string
}

// ListPage is the list of users.
type ListPage struct {
	layout.Page
	Filter     components.FilterView
	Query      url.Values // the filters in use, and nothing else
	Whole      string     // the query with the place in the list, to come back to
	Views      []View
	Rows       []Row
	Pager      components.PagerView
	Paged      bool   // not the first page
	GoOn       string // looking was given up early: where it goes on
	Refused    []string
	More       bool   // others match, beyond this page
	Saved      string // a batch for the saved segment that the filters are; "" is none
	Typed      Typed
	MayChange  bool
	MayCompose bool

	codes, expiries, templates, tags, known, messaged, refused []components.Option
}

// ListSource is what the list is made of.
type ListSource struct {
	App       models.App
	Query     url.Values // the filters in use, and nothing else
	Whole     string
	People    []models.Recipient
	Counts    map[int64][]models.CodeCount
	TagsOf    map[int64][]models.Tag
	Tags      []models.Tag
	Segments  []models.Segment
	Templates []models.Template
	Pager     components.PagerView
	GoOn      string
	Paged     bool
	Now       models.Millis
	Typed     Typed
	Refused   map[string]string // filters that cannot be searched for
}

// NewListPage shapes the list.
func NewListPage(ctx context.Context, frame layout.Page, src ListSource) ListPage {
	p := ListPage{
		Page: frame, Query: src.Query, Whole: src.Whole, Pager: src.Pager, Paged: src.Paged, GoOn: src.GoOn, Typed: src.Typed,
		More:      src.Pager.Newer != "" || src.Pager.Older != "" || src.GoOn != "",
		MayChange: frame.Can(models.PermEdit), MayCompose: frame.Can(models.PermCompose),
	}
	p.Pager.Note = text.RecipientsShown.In(ctx, len(src.People))
	p.codes, p.expiries, p.templates = codeOptions(ctx), expiryOptions(ctx), templateOptions(ctx, src.Templates)
	p.tags, p.known = tagOptions(ctx, src.Tags, src.Query[FilterTag]), tagOptions(ctx, src.Tags, nil)[1:]
	p.messaged = []components.Option{{Text: text.RecipientAnyContact.In(ctx)}, {Value: Never, Text: text.RecipientNeverFilter.In(ctx)}}
	p.refused = []components.Option{{Text: text.RecipientAnyContact.In(ctx)}, {Value: Yes, Text: text.RecipientRefusedOnly.In(ctx)}}
	p.Views, p.Saved = views(ctx, src)
	p.Filter = p.filterBar(ctx, src)
	p.Refused = slices.Sorted(maps.Values(src.Refused))
	for _, r := range src.People {
		p.Rows = append(p.Rows, newRow(ctx, src, r))
	}
	return p
}

// filterBar has a chip for each filter in use, and beside them the way to keep
// them as a segment.
func (p ListPage) filterBar(ctx context.Context, src ListSource) components.FilterView {
	path := paths.Recipients(src.App.Appid)
	bar := components.FilterView{
		Action: path, SearchName: FilterSearch, Search: src.Query.Get(FilterSearch), Placeholder: text.RecipientSearch.In(ctx), TestID: "filters",
	}
	for _, c := range Conditions(ctx, src.Query, src.Templates) {
		bar.Chips = append(bar.Chips, components.FilterChip{Text: c.Text, Remove: paths.WithoutValue(path, src.Query, c.Name, c.Value)})
		bar.Clear = path
	}
	if p.MayCompose {
		bar.Beside = keepFilter(p)
	}
	return bar
}

// shownViews is how many segments stand over the list; the others are a page away.
const shownViews = 8

// views are the saved segments, with the one that the filters are.
func views(ctx context.Context, src ListSource) (list []View, compose string) {
	if len(src.Segments) == 0 {
		return nil, ""
	}
	path, now := paths.Recipients(src.App.Appid), src.Query.Encode()
	list = []View{{Text: text.SegmentAll.In(ctx), Href: path, Current: now == ""}}
	for _, segment := range src.Segments {
		query := Query(ctx, segment.Filter)
		v := View{Text: segment.Name, Href: paths.WithQuery(path, query), Current: query.Encode() == now}
		if v.Current {
			compose = paths.With(paths.DraftNew(src.App.Appid), "segment", paths.ID(segment.ID))
		}
		if v.Current || len(list) <= shownViews {
			list = append(list, v)
		}
	}
	if len(src.Segments) > shownViews {
		list = append(list, View{Text: text.SegmentMore.In(ctx, len(src.Segments)), Href: paths.Groups(src.App.Appid)})
	}
	return list, compose
}

// chipIcons are what the chips of the list point at.
var chipIcons = []components.Icon{components.IconFileText, components.IconCreditCard, components.IconBell, components.IconTicket}

// filtered tells whether any filter is in use.
func (p ListPage) filtered() bool { return len(p.Filter.Chips) > 0 }

// folded counts the filters in use that the bar does not show.
func (p ListPage) folded() int {
	n := 0
	for _, name := range []string{FilterTemplate, FilterMessaged, FilterSentAfter, FilterSentBefore, FilterRefused, FilterAttribute} {
		if p.Query.Has(name) {
			n++
		}
	}
	return n
}

// composeAll leads to a batch for everyone whom the filters find.
func (p ListPage) composeAll() string {
	if p.Saved != "" {
		return p.Saved
	}
	return paths.With(paths.DraftNew(p.App.Appid), "filter", p.Query.Encode())
}
