// Package recipient draws the users of a mini program and the send codes left
// to each. Who may be sent to is for the models to say.
package recipient

import (
	"context"
	"net/url"
	"slices"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The filters of the list, as they stand in its URL.
const (
	FilterSearch  = "q"
	FilterHasCode = "has_code"
)

// Row is a user in the list.
type Row struct {
	Href, Name, Remark, Openid    string
	Codes                         []components.ChipView
	LastSent, LastSentAt, Machine string
	Compose                       string
}

// ListPage is the list of users.
type ListPage struct {
	layout.Page
	Filter      components.FilterView
	HasCode     string
	codeChoices []components.Option
	Rows        []Row
	Pager       components.PagerView
	Paged       bool // not the first page
}

// ListSource is what the list is made of.
type ListSource struct {
	App    models.App
	Query  url.Values // the filters in use, and nothing else
	People []models.Recipient
	Counts map[int64][]models.CodeCount
	Pager  components.PagerView
	Paged  bool
	Now    models.Millis
}

// NewListPage shapes the list.
func NewListPage(ctx context.Context, frame layout.Page, src ListSource) ListPage {
	path := paths.Recipients(src.App.Appid)
	p := ListPage{Page: frame, HasCode: src.Query.Get(FilterHasCode), Pager: src.Pager, Paged: src.Paged}
	p.Pager.Note = text.RecipientsShown.In(ctx, len(src.People))
	p.Filter = components.FilterView{
		Action: path, SearchName: FilterSearch, Search: src.Query.Get(FilterSearch), Placeholder: text.RecipientSearch.In(ctx), TestID: "filters",
	}
	p.codeChoices = codeChoices(ctx)
	for _, chip := range []struct{ name, text string }{
		{FilterSearch, text.FilterIs.In(ctx, text.Search.In(ctx), src.Query.Get(FilterSearch))}, {FilterHasCode, p.codeChoice()},
	} {
		if src.Query.Get(chip.name) != "" {
			p.Filter.Chips = append(p.Filter.Chips, components.FilterChip{Text: chip.text, Remove: paths.Without(path, src.Query, chip.name)})
			p.Filter.Clear = path
		}
	}
	for _, r := range src.People {
		p.Rows = append(p.Rows, newRow(ctx, src, r))
	}
	return p
}

// codeChoices are what the filter of codes can ask for.
func codeChoices(ctx context.Context) []components.Option {
	return []components.Option{
		{Text: text.RecipientAnyCode.In(ctx)}, {Value: "1", Text: text.RecipientHasCode.In(ctx)},
		{Value: "24h", Text: text.RecipientExpiring.In(ctx, 24)}, {Value: "48h", Text: text.RecipientExpiring.In(ctx, 48)}, {Value: "72h", Text: text.RecipientExpiring.In(ctx, 72)},
	}
}

// codeChoice is the choice in words.
func (p ListPage) codeChoice() string {
	for _, o := range p.codeChoices {
		if o.Value == p.HasCode {
			return o.Text
		}
	}
	return p.HasCode
}

func newRow(ctx context.Context, src ListSource, r models.Recipient) Row {
	row := Row{
		Href: paths.Recipient(src.App.Appid, r.ID), Name: r.Name(), Openid: r.Openid,
		Codes:   Chips(ctx, src.Counts[r.ID], src.Now),
		Compose: paths.With(paths.Compose(src.App.Appid), "to", r.Openid),
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

// soon is when an expiry needs attention.
const soon = 24 * 60 * 60 * 1000

// Chips shows what a user has left, one chip a kind. Subscriptions of several
// templates are one chip here; the user's page tells them apart.
func Chips(ctx context.Context, counts []models.CodeCount, now models.Millis) []components.ChipView {
	byKind := map[models.CodeKind]models.CodeCount{}
	for _, c := range counts {
		sum, ok := byKind[c.Kind]
		if !ok || c.Soonest < sum.Soonest {
			sum.Soonest = c.Soonest
		}
		sum.Kind, sum.N = c.Kind, sum.N+c.N
		byKind[c.Kind] = sum
	}
	var chips []components.ChipView
	for _, kind := range models.CodeKinds {
		if c, ok := byKind[kind]; ok {
			chips = append(chips, Chip(ctx, c, now))
		}
	}
	if len(chips) == 0 {
		return []components.ChipView{{Icon: components.IconTicket, Text: text.RecipientNoCodes.In(ctx), Count: "0", None: true, TestID: "codes-none"}}
	}
	return chips
}

// Chip is one count of codes.
func Chip(ctx context.Context, c models.CodeCount, now models.Millis) components.ChipView {
	return components.ChipView{
		Icon: kindIcon(c.Kind), Text: text.CodeKind(c.Kind).In(ctx), Count: text.Number(c.N), Note: text.CodeExpiry(ctx, c.Soonest, now),
		Soon: c.Soonest-now < soon, TestID: "codes-" + string(c.Kind),
	}
}

func kindIcon(kind models.CodeKind) components.Icon {
	switch {
	case kind == models.CodeForm:
		return components.IconFileText
	case kind == models.CodePrepay:
		return components.IconCreditCard
	case slices.Contains(models.CodeKinds, kind):
		return components.IconBell
	}
	return components.IconTicket
}
