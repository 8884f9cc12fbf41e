package integration

import (
	"context"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The query of the log of calls.
const (
	ParamErrors = "errors" // 1: only what went wrong
	ParamLatest = "latest" // 1: the newest few, as the guide shows them
)

// LatestCalls is how many calls the guide shows.
const LatestCalls = 6

// CallsPage is the log of calls.
type CallsPage struct {
	layout.Page
	Calls    CallList
	Refusals []components.ChipView
}

// CallList is the part that asks for itself anew.
type CallList struct {
	Self   string // where; "" on older pages, which do not change
	Rows   []CallRow
	Errors bool
	Brief  bool // part of the guide
	Paged  bool // not the first page
	All    string
	Failed string
	Pager  components.PagerView
}

// CallSource is what the log is made of.
type CallSource struct {
	App     models.App
	Calls   []models.APICall
	Names   map[int64]string // of the keys
	Refused []models.Refusal // today
	Errors  bool
	Paged   bool
	MiB     int // the largest body
	Pager   components.PagerView
}

// NewCallsPage shapes the log.
func NewCallsPage(ctx context.Context, frame layout.Page, src CallSource) CallsPage {
	frame.Context = text.CallsContext.In(ctx, text.Number(models.KeptAPICalls))
	list := newCallList(ctx, src)
	list.Pager.Note = text.CallsShown.In(ctx, len(list.Rows))
	if !src.Paged {
		list.Self = list.All
		if src.Errors {
			list.Self = list.Failed
		}
	}
	return CallsPage{Page: frame, Calls: list, Refusals: newRefusals(ctx, src.Refused)}
}

// NewLatest shapes the newest few calls, for the guide.
func NewLatest(ctx context.Context, src CallSource) CallList {
	list := newCallList(ctx, src)
	list.Brief, list.Self = true, paths.With(list.All, ParamLatest, "1")
	return list
}

func newCallList(ctx context.Context, src CallSource) CallList {
	path := paths.IntegrationCalls(src.App.Appid)
	list := CallList{Errors: src.Errors, Paged: src.Paged, All: path, Failed: paths.With(path, ParamErrors, "1"), Pager: src.Pager}
	for _, c := range src.Calls {
		list.Rows = append(list.Rows, newCallRow(ctx, c, src))
	}
	return list
}

// CallRow is one call.
type CallRow struct {
	Time, Machine string
	Method, Route string
	Key           string
	Badge         components.BadgeView
	Words         []CallWord
	Took          string
	RequestID     string
}

// CallWord is one thing that happened in a call; Field names the value it is
// about, in the words of the caller.
type CallWord struct{ Field, Text, Times string }

func newCallRow(ctx context.Context, c models.APICall, src CallSource) CallRow {
	row := CallRow{
		Time: text.DateTimeSeconds(ctx, c.At), Machine: text.Machine(c.At), Method: c.Method, Route: routeWords(ctx, c.Route),
		Key: src.Names[c.KeyID], Badge: callBadge(ctx, c), Words: callWords(ctx, c, src.MiB),
		Took: text.CallMillis.In(ctx, text.Number(c.DurationMS)), RequestID: c.RequestID,
	}
	if row.Key == "" {
		row.Key = text.CallKeyGone.In(ctx)
	}
	return row
}

// routeWords writes a pattern as the reference does: {id} for :id.
func routeWords(ctx context.Context, pattern string) string {
	if pattern == "" {
		return text.CallNoRoute.In(ctx)
	}
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}
