package importing

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// ListPage lists an App's imports.
type ListPage struct {
	layout.Page
	Rows  []Row
	Pager components.PagerView
}

// Row is a line of the list.
type Row struct {
	Href, File, Kind   string
	State              components.BadgeView
	Meter              components.MeterView
	Done, Outcome      string
	Who, When, Machine string
}

// NewListPage shapes the list.
func NewListPage(ctx context.Context, frame layout.Page, imports []models.Import, pager components.PagerView) ListPage {
	p := ListPage{Page: frame, Pager: pager}
	p.Crumb = components.Link{Text: text.NavRecipients.In(ctx), Href: paths.Recipients(frame.App.Appid)}
	p.Context = text.ImportsContext.In(ctx)
	p.Pager.Note = text.ImportsShown.In(ctx, len(imports))
	for _, i := range imports {
		kind, _ := text.ImportKind(i.Kind)
		row := Row{
			Href: paths.Import(frame.App.Appid, i.ID), File: i.FileName, Kind: kind.In(ctx), State: badge(ctx, i.State),
			Meter: meter(ctx, i), Done: text.ImportOf.In(ctx, text.Number(i.Done()), text.Number(i.RowCount)),
			Who: i.ActorName, When: text.DateTime(ctx, i.CreatedAt), Machine: text.Machine(i.CreatedAt),
		}
		if i.StartedAt.IsSet() {
			row.Outcome = outcome(ctx, i)
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

func outcome(ctx context.Context, i models.Import) string {
	if i.Kind == models.ImportCodes {
		return text.ImportCodesOutcome.In(ctx, text.Number(i.Added), text.Number(i.Unchanged), text.Number(i.Refused))
	}
	return text.ImportOutcomeIs.In(ctx, text.Number(i.Added), text.Number(i.Changed), text.Number(i.Refused))
}

// meter draws what has been done and, of it, what was refused.
func meter(ctx context.Context, i models.Import) components.MeterView {
	bad := i.Refused
	if i.State == models.ImportChecking || i.State == models.ImportChecked {
		bad = i.Bad
	}
	return components.NewMeter(text.ImportMeter.In(ctx, text.Number(i.RowCount), text.Number(i.Done())), i.RowCount,
		components.MeterPart{Class: "meter-sent", N: i.Done() - bad}, components.MeterPart{Class: "meter-failed", N: bad})
}
