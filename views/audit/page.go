// Package audit is the page of the audit record: who did what, when, from where,
// before and after. What is recorded is decided in models.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Page is one page of the record.
type Page struct {
	layout.Page
	Filter   components.FilterView
	Action   string
	Chain    Chain
	Entries  []Entry
	Filtered bool
	Pager    components.PagerView
}

// Entry is one record as it is shown.
type Entry struct {
	ID                                int64
	Time, Actor, Action, Object, From string
	RequestID                         string
	Changes                           []Change
}

// Change is one value before and after; an empty side was not there.
type Change struct{ Field, Before, After string }

// NewPage shapes one page.
func NewPage(ctx context.Context, frame layout.Page, filter models.AuditFilter, found models.Slice[models.AuditEntry]) Page {
	p := Page{Page: frame, Action: filter.Action, Filtered: filter.Action != "" || filter.Actor != ""}
	p.Filter = components.FilterView{
		Action: paths.Audit, SearchName: "actor", Search: filter.Actor, Placeholder: text.AuditActorSearch.In(ctx), TestID: "filters", Clear: paths.Audit,
	}
	chip := func(name text.Text, value, without string) {
		p.Filter.Chips = append(p.Filter.Chips, components.FilterChip{Text: text.FilterIs.In(ctx, name.In(ctx), value), Remove: without})
	}
	if filter.Action != "" {
		chip(text.AuditAction, text.Action(filter.Action).In(ctx), paths.With(paths.Audit, "actor", filter.Actor))
	}
	if filter.Actor != "" {
		chip(text.AuditActor, filter.Actor, paths.With(paths.Audit, "action", filter.Action))
	}
	for _, e := range found.Rows {
		p.Entries = append(p.Entries, newEntry(ctx, e))
	}
	p.Pager = components.PagerView{Note: text.AuditShown.In(ctx, len(found.Rows))}
	if found.Newer.After != 0 {
		p.Pager.Newer = paths.With(paths.Audit, "action", filter.Action, "actor", filter.Actor, "after", paths.ID(found.Newer.After))
	}
	if found.Older.Before != 0 {
		p.Pager.Older = paths.With(paths.Audit, "action", filter.Action, "actor", filter.Actor, "before", paths.ID(found.Older.Before))
	}
	return p
}

func newEntry(ctx context.Context, e models.AuditEntry) Entry {
	out := Entry{
		ID: e.ID, Time: text.DateTimeSeconds(ctx, e.At), Actor: e.ActorName, Action: text.Action(e.Action).In(ctx),
		From: e.IP, RequestID: e.RequestID, Changes: changes(ctx, e.BeforeJSON, e.AfterJSON),
	}
	if out.Actor == "" {
		out.Actor = text.AuditedActor(e.ActorKind).In(ctx)
	}
	if e.ObjectID != 0 {
		out.Object = e.Object + " " + paths.ID(e.ObjectID)
	}
	return out
}

// bookkeeping are values that no person chose: they hide the ones that count.
var bookkeeping = []string{"ID", "AppID", "TemplateRef", "Position", "CreatedAt", "UpdatedAt"}

// changes lists the values that differ, by name.
func changes(ctx context.Context, before, after string) []Change {
	was, is := values(before), values(after)
	names := slices.Sorted(maps.Keys(was))
	for name := range is {
		if _, both := was[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var list []Change
	for _, name := range names {
		if slices.Contains(bookkeeping, name[strings.LastIndex(name, ".")+1:]) {
			continue
		}
		c := Change{name, shown(ctx, name, was[name]), shown(ctx, name, is[name])}
		if c.Before != c.After {
			list = append(list, c)
		}
	}
	return list
}

// values flattens a record: Keywords.0.Name is as readable as it gets, and no
// kind of record needs words of its own.
func values(raw string) map[string]any {
	flat := map[string]any{}
	if raw == "" {
		return flat
	}
	in := json.NewDecoder(strings.NewReader(raw))
	in.UseNumber() // ids are larger than a float can hold
	var whole any
	if err := in.Decode(&whole); err != nil {
		return map[string]any{"": raw}
	}
	flatten(flat, "", whole)
	return flat
}

func flatten(into map[string]any, name string, v any) {
	join := func(part string) string { return strings.TrimPrefix(name+"."+part, ".") }
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			flatten(into, join(key), value)
		}
	case []any:
		for i, value := range v {
			flatten(into, join(fmt.Sprint(i+1)), value)
		}
	default:
		into[name] = v
	}
}

// shown writes a value for people: nothing for what is not set, times as times.
func shown(ctx context.Context, name string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case json.Number:
		n, err := v.Int64()
		isTime := strings.HasSuffix(name, "At") || strings.HasSuffix(name, "Until") || strings.HasSuffix(name, "_at")
		switch {
		case err == nil && n == 0:
			return ""
		case err == nil && isTime:
			return text.DateTimeSeconds(ctx, n)
		}
		return v.String()
	}
	return fmt.Sprint(v)
}
