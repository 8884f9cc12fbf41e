package importing

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Preview is the file's first rows as they are taken.
type Preview struct {
	Title   string
	Columns []components.Column
	Labels  []string // of the columns, for narrow screens
	Lines   []PreviewLine
}

// PreviewLine is one row of it.
type PreviewLine struct {
	Line    string
	Cells   []PreviewCell
	Problem string
}

// PreviewCell is a value; a bad one is marked.
type PreviewCell struct {
	Value string
	Bad   bool
}

// newPreview shows the columns that are taken, under what they are taken for.
func newPreview(ctx context.Context, src Source) Preview {
	p := Preview{Title: text.ImportPreview.In(ctx, len(src.Sample)), Columns: []components.Column{{Title: text.ImportLine.In(ctx)}}}
	var taken []int
	for n, target := range src.Plan.Targets {
		if target == models.TargetNone || n >= len(src.Import.Columns) {
			continue
		}
		name := text.ImportTarget(target).In(ctx)
		if target == models.TargetAttribute {
			name = src.Import.Columns[n]
		}
		taken = append(taken, n)
		p.Labels = append(p.Labels, name)
		p.Columns = append(p.Columns, components.Column{Title: name})
	}
	p.Columns = append(p.Columns, components.Column{Title: text.ImportWhy.In(ctx)})
	for _, line := range src.Sample {
		shown := PreviewLine{Line: text.ImportLineIs.In(ctx, line.Line)}
		for _, n := range taken {
			cell := PreviewCell{Value: clip(line.Cells[n])}
			if cell.Bad = line.Refusal != nil && line.Refusal.Column == n+1; cell.Bad && cell.Value == "" {
				cell.Value = text.ImportColumnEmpty.In(ctx)
			}
			shown.Cells = append(shown.Cells, cell)
		}
		if line.Refusal != nil {
			shown.Problem = text.ImportReason(ctx, *line.Refusal)
		}
		p.Lines = append(p.Lines, shown)
	}
	return p
}

// RefusedRows are the rows that cannot be taken, the first of them in a table.
type RefusedRows struct {
	Note     string
	Rows     []RefusedRow
	Download string
	CSRF     string
}

// RefusedRow is one of them.
type RefusedRow struct{ Line, Column, Value, Why string }

func newRefused(ctx context.Context, src Source) *RefusedRows {
	i := src.Import
	all := i.Refused
	if i.State == models.ImportChecked || (i.State.Over() && !i.StartedAt.IsSet()) {
		all = i.Bad
	}
	if all == 0 {
		return nil
	}
	r := &RefusedRows{Note: text.ImportRefusedAll.In(ctx, text.Number(all))}
	if int64(len(src.Refused)) < all {
		r.Note = text.ImportRefusedFirst.In(ctx, text.Number(len(src.Refused)), text.Number(all))
	}
	if i.State.Over() {
		r.Note += " · " + text.ImportRefusedUntil.In(ctx, text.DateTime(ctx, i.RefusalsUntil()))
	}
	if len(src.Refused) == 0 {
		r.Note = text.ImportRefusedGone.In(ctx)
		return r
	}
	r.Download, r.CSRF = paths.ImportRefused(src.App.Appid, i.ID), src.CSRF
	for _, refusal := range src.Refused {
		r.Rows = append(r.Rows, RefusedRow{
			Line: text.ImportLineIs.In(ctx, refusal.Line), Column: columnOf(ctx, i, refusal), Value: valueOf(ctx, refusal), Why: text.ImportReason(ctx, refusal),
		})
	}
	return r
}

// columnOf names the column of a refused value, by its place and its name.
func columnOf(ctx context.Context, i models.Import, r models.ImportRefusal) string {
	if r.Column == 0 || r.Column > len(i.Columns) {
		return ""
	}
	return text.ImportColumnOf.In(ctx, r.Column, i.Columns[r.Column-1])
}

func valueOf(ctx context.Context, r models.ImportRefusal) string {
	if r.Column == 0 || r.Column > len(r.Cells) {
		return ""
	}
	if value := clip(r.Cells[r.Column-1]); value != "" {
		return value
	}
	return text.ImportColumnEmpty.In(ctx)
}

// RefusedHeader is the first row of the file of refused rows: where and why,
// then the file's own columns, so that the mended rows can be sent again.
func RefusedHeader(ctx context.Context, i models.Import) []any {
	cells := []any{text.ImportLine.In(ctx), text.ImportColumn.In(ctx), text.ImportWhy.In(ctx)}
	for _, name := range i.Columns {
		cells = append(cells, name)
	}
	return cells
}

// RefusedCells is one refused row in that file.
func RefusedCells(ctx context.Context, i models.Import, r models.ImportRefusal) []any {
	cells := []any{r.Line, columnOf(ctx, i, r), text.ImportReason(ctx, r)}
	for _, cell := range r.Cells {
		cells = append(cells, cell)
	}
	return cells
}
