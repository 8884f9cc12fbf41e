package draft

import (
	"cmp"
	"context"
	"slices"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// shownUntaken is how many lines that were not taken the step 受众 shows.
const shownUntaken = 50

// UntakenRows are the lines of a list to which no message goes.
type UntakenRows struct {
	Rows     []UntakenRow
	Note     string
	Download string // where they go out as a file
	Add      string // makes the unknown people users; "" for whoever may not
	Unknown  string
}

// UntakenRow is one of them.
type UntakenRow struct{ Line, Openid, Why string }

type untakenLine struct {
	line        int
	openid, why string
}

// untaken merges refused lines and unknown people, in the order of the file.
func untaken(ctx context.Context, l models.BatchList, unknown []models.UnknownPerson) []untakenLine {
	var all []untakenLine
	for _, r := range l.Refusals {
		line := untakenLine{line: r.Line, why: text.Reason(ctx, r.Reason, 0)}
		if r.Reason == models.ReasonDuplicate {
			line.why = text.DraftListTwice.In(ctx, r.First)
		}
		all = append(all, line)
	}
	for _, p := range unknown {
		all = append(all, untakenLine{p.Line, p.Openid, text.DraftListStranger.In(ctx)})
	}
	slices.SortStableFunc(all, func(a, b untakenLine) int { return cmp.Compare(a.line, b.line) })
	return all
}

// newUntaken shapes the first of them.
func newUntaken(ctx context.Context, p AudiencePage, d models.Draft, unknown []models.UnknownPerson) UntakenRows {
	var u UntakenRows
	if d.Audience.Kind != models.AudienceList || !d.List.Complete {
		return u
	}
	for _, line := range untaken(ctx, d.List, unknown) {
		if len(u.Rows) < shownUntaken {
			u.Rows = append(u.Rows, UntakenRow{text.Number(line.line), line.openid, line.why})
		}
	}
	if all := d.List.Bad + d.List.Duplicate + d.List.Unknown(); all > shownUntaken {
		u.Note = text.DraftListFirst.In(ctx, len(u.Rows), text.Number(all))
	}
	if told := int64(len(d.List.Refusals)); d.List.Bad+d.List.Duplicate > told {
		u.Note = text.DraftListCut.In(ctx, len(u.Rows), text.Number(d.List.Bad+d.List.Duplicate+d.List.Unknown()), text.Number(told))
	}
	u.Download = paths.DraftListUntaken(p.App.Appid, d.ID)
	if n := d.List.Unknown(); n > 0 && p.Can(models.PermImport) {
		u.Add, u.Unknown = paths.DraftListAdd(p.App.Appid, d.ID), text.Number(n)
	}
	return u
}

// UntakenHeader heads the file of all lines that were not taken.
func UntakenHeader(ctx context.Context) []any {
	return []any{text.ImportLine.In(ctx), "openid", text.ImportWhy.In(ctx)}
}

// UntakenCells are the rows of that file.
func UntakenCells(ctx context.Context, l models.BatchList, unknown []models.UnknownPerson) [][]any {
	var rows [][]any
	for _, line := range untaken(ctx, l, unknown) {
		rows = append(rows, []any{line.line, line.openid, line.why})
	}
	return rows
}
