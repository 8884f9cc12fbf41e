package batch

import (
	"cmp"
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// ListPage lists an App's batches.
type ListPage struct {
	layout.Page
	Rows    []Row
	Pager   components.PagerView
	States  []components.Option
	State   string // which are listed; "": all
	Waiting string // how many wait for approval; "": none
}

// StateParam narrows the list to a state.
const StateParam = "state"

// Row is a line of the list.
type Row struct {
	Href, Name, Template, Done string
	State                      components.BadgeView
	Meter                      components.MeterView
	Start, Machine, Who        string
}

// NewListPage shapes the list.
func NewListPage(ctx context.Context, frame layout.Page, state models.BatchState, waiting int64, batches []models.Batch, templates []models.Template, pager components.PagerView) ListPage {
	p := ListPage{Page: frame, Pager: pager, Rows: NewRows(ctx, frame.App.Appid, batches, templates)}
	p.Context, p.State = text.BatchesContext.In(ctx), string(state)
	p.States = []components.Option{{Text: text.BatchesAllStates.In(ctx)}}
	for _, s := range models.BatchStates {
		p.States = append(p.States, components.Option{Value: string(s), Text: text.BatchState(s).In(ctx)})
	}
	if waiting > 0 {
		p.Waiting = text.ApprovalWaitingList.In(ctx, text.Number(waiting))
	}
	p.Pager.Note = text.BatchesShown.In(ctx, len(p.Rows))
	return p
}

// NewRows shapes lines of the list.
func NewRows(ctx context.Context, appid string, batches []models.Batch, templates []models.Template) []Row {
	titles := make(map[int64]string, len(templates))
	for _, t := range templates {
		titles[t.ID] = t.Title
	}
	rows := make([]Row, 0, len(batches))
	for _, b := range batches {
		rows = append(rows, Row{
			Href: paths.Batch(appid, b.ID), Name: b.Name, Template: cmp.Or(titles[b.TemplateRef], text.BatchTemplateGone.In(ctx)),
			State: Badge(ctx, b.State), Meter: newMeter(ctx, b), Done: text.BatchOf.In(ctx, text.Number(b.Total-b.Waiting()), text.Number(b.Total)),
			Start: text.DateTime(ctx, start(b)), Machine: text.Machine(start(b)), Who: who(ctx, b),
		})
	}
	return rows
}

// start is when a batch began, or will.
func start(b models.Batch) models.Millis {
	if b.StartedAt.IsSet() {
		return b.StartedAt
	}
	return b.StartAt
}

// who names who set a batch up, in the words of the history.
func who(ctx context.Context, b models.Batch) string {
	return text.Asker(ctx, models.Message{ActorKind: b.ActorKind, ActorName: b.ActorName})
}
