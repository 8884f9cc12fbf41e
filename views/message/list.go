package message

import (
	"context"
	"net/url"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The filters of the history, as they stand in its URL.
const (
	FilterState    = "state"
	FilterTemplate = "template"
	FilterTo       = "to"
	FilterBatch    = "batch"
	FilterErrcode  = "errcode"
	FilterReason   = "reason"
	FilterFrom     = "from"
	FilterUntil    = "until"
)

// Filters lists them in the order of their chips.
var Filters = []string{FilterState, FilterTemplate, FilterTo, FilterBatch, FilterReason, FilterErrcode, FilterFrom, FilterUntil}

// Causes are the reasons one can filter by.
var Causes = []models.Cause{
	models.CausePlatform, models.CauseNoCode, models.CauseGaveUp, models.CauseNoAnswer, models.CauseLeaseEnded,
	models.CauseRetry, models.CauseNextCode, models.CausePaused,
	models.CauseProven, models.CauseAssumed, models.CauseResent, models.CausePerson,
	models.CauseValues, models.CauseLate, models.CauseFailures,
}

// ListPage is the history.
type ListPage struct {
	layout.Page
	Filter components.FilterView
	Query  url.Values // the filters in use, and nothing else
	Rows   []Row
	Pager  components.PagerView
	Paged  bool   // not the first page
	GoOn   string // looking was given up early: where it goes on

	states, templates, reasons []components.Option
}

// ListSource is what the history is made of.
type ListSource struct {
	App       models.App
	Query     url.Values // the filters in use, and nothing else
	Templates []models.Template
	People    map[int64]models.Recipient
	Messages  []models.Message
	Pager     components.PagerView
	Paged     bool
	GoOn      string
}

// NewListPage shapes the history.
func NewListPage(ctx context.Context, frame layout.Page, src ListSource) ListPage {
	path := paths.Messages(src.App.Appid)
	p := ListPage{Page: frame, Query: src.Query, Pager: src.Pager, Paged: src.Paged, GoOn: src.GoOn, Rows: NewRows(ctx, src.App.Appid, src.Messages, src.Templates, src.People)}
	p.Pager.Note = text.MessageShown.In(ctx, len(p.Rows))
	p.options(ctx, src.Templates)
	p.Filter = components.FilterView{
		Action: path, SearchName: FilterTo, Search: src.Query.Get(FilterTo), Placeholder: text.MessageSearch.In(ctx), TestID: "filters",
	}
	for _, name := range Filters {
		if value := src.Query.Get(name); value != "" {
			p.Filter.Chips = append(p.Filter.Chips, components.FilterChip{
				Text: text.FilterIs.In(ctx, filterName(ctx, name), p.filterValue(name, value)), Remove: paths.Without(path, src.Query, name),
			})
			p.Filter.Clear = path
		}
	}
	return p
}

func (p *ListPage) options(ctx context.Context, templates []models.Template) {
	p.states = []components.Option{{Text: text.MessageAnyState.In(ctx)}}
	for _, state := range models.MessageStates {
		p.states = append(p.states, components.Option{Value: string(state), Text: text.MessageState(state).In(ctx)})
	}
	p.templates = []components.Option{{Text: text.MessageAnyTemplate.In(ctx)}}
	for _, t := range templates {
		p.templates = append(p.templates, components.Option{Value: strconv.FormatInt(t.ID, 10), Text: t.Title})
	}
	p.reasons = []components.Option{{Text: text.MessageAnyReason.In(ctx)}}
	for _, cause := range Causes {
		p.reasons = append(p.reasons, components.Option{Value: string(cause), Text: text.ShortCause(cause).In(ctx)})
	}
}

func filterName(ctx context.Context, name string) string {
	return map[string]text.Text{
		FilterState: text.MessageStateName, FilterTemplate: text.MessageTemplate, FilterTo: text.MessagePerson, FilterBatch: text.NavBatches, FilterErrcode: text.MessageErrcode,
		FilterReason: text.MessageReason, FilterFrom: text.MessageFrom, FilterUntil: text.MessageUntil,
	}[name].In(ctx)
}

// filterValue is a filter's value in words.
func (p *ListPage) filterValue(name, value string) string {
	options := map[string][]components.Option{FilterState: p.states, FilterTemplate: p.templates, FilterReason: p.reasons}[name]
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}
