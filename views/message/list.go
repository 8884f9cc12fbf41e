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
	FilterBy       = "by"
	FilterFrom     = "from"
	FilterUntil    = "until"
)

// Filters lists them in the order of their chips.
var Filters = []string{FilterState, FilterTemplate, FilterTo, FilterBatch, FilterReason, FilterErrcode, FilterBy, FilterFrom, FilterUntil}

// Causes are the reasons one can filter by.
var Causes = []models.Cause{
	models.CausePlatform, models.CauseNoCode, models.CauseGaveUp, models.CauseNoAnswer, models.CauseLeaseEnded,
	models.CauseRetry, models.CauseNextCode, models.CausePaused,
	models.CauseProven, models.CauseAssumed, models.CauseResent, models.CausePerson,
	models.CauseValues, models.CauseVoid, models.CauseLate, models.CauseFailures,
}

// ByAPI is the value of FilterBy for whatever a shop's backend asked for; the
// others are ids of staff.
const ByAPI = "api"

// ListPage is the history.
type ListPage struct {
	layout.Page
	Filter components.FilterView
	Query  url.Values // the filters in use, and nothing else
	Rows   []Row
	Pager  components.PagerView
	Paged  bool   // not the first page
	GoOn   string // looking was given up early: where it goes on

	states, templates, reasons, askers []components.Option
}

// ListSource is what the history is made of.
type ListSource struct {
	App       models.App
	Query     url.Values // the filters in use, and nothing else
	Templates []models.Template
	Staff     []models.Staff
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
	p.options(ctx, src)
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

func (p *ListPage) options(ctx context.Context, src ListSource) {
	p.states = []components.Option{{Text: text.MessageAnyState.In(ctx)}}
	for _, state := range models.MessageStates {
		p.states = append(p.states, components.Option{Value: string(state), Text: text.MessageState(state).In(ctx)})
	}
	p.templates = []components.Option{{Text: text.MessageAnyTemplate.In(ctx)}}
	for _, t := range src.Templates {
		p.templates = append(p.templates, components.Option{Value: strconv.FormatInt(t.ID, 10), Text: t.Title})
	}
	p.reasons = []components.Option{{Text: text.MessageAnyReason.In(ctx)}}
	for _, cause := range Causes {
		p.reasons = append(p.reasons, components.Option{Value: string(cause), Text: text.ShortCause(cause).In(ctx)})
	}
	p.askers = []components.Option{{Text: text.MessageAnyAsker.In(ctx)}, {Value: ByAPI, Text: text.MessageByAPI.In(ctx)}}
	for _, member := range src.Staff {
		p.askers = append(p.askers, components.Option{Value: paths.ID(member.ID), Text: member.Name})
	}
}

func filterName(ctx context.Context, name string) string {
	return map[string]text.Text{
		FilterState: text.MessageStateName, FilterTemplate: text.MessageTemplate, FilterTo: text.MessagePerson, FilterBatch: text.NavBatches, FilterErrcode: text.MessageErrcode,
		FilterReason: text.MessageReason, FilterBy: text.MessageAskedBy, FilterFrom: text.MessageFrom, FilterUntil: text.MessageUntil,
	}[name].In(ctx)
}

// filterValue is a filter's value in words.
func (p *ListPage) filterValue(name, value string) string {
	options := map[string][]components.Option{FilterState: p.states, FilterTemplate: p.templates, FilterReason: p.reasons, FilterBy: p.askers}[name]
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}
