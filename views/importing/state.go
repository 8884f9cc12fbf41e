// Package importing draws files of users and codes on their way in: the form
// for a file, what its columns are, the check and the progress. What a row must
// be like is for models to say.
package importing

import (
	"context"

	"xinshi/models"
	"xinshi/models/sheet"
	"xinshi/views/components"
	"xinshi/views/text"
)

// badge is an import's state as it looks everywhere.
func badge(ctx context.Context, state models.ImportState) components.BadgeView {
	kind := components.BadgePlain
	switch state {
	case models.ImportUploaded, models.ImportChecked:
		kind = components.BadgePending
	case models.ImportChecking, models.ImportRunning:
		kind = components.BadgeWorking
	case models.ImportFinished:
		kind = components.BadgeDone
	case models.ImportFailed:
		kind = components.BadgeFailed
	case models.ImportCancelled:
		kind = components.BadgeStopped
	}
	return components.BadgeView{Kind: kind, Text: text.ImportState(state).In(ctx), TestID: "state-" + string(state)}
}

// why says in a sentence where an import stands and what to do.
func why(ctx context.Context, i models.Import) string {
	rows, done := text.Number(i.RowCount), i.Added+i.Changed+i.Unchanged
	switch i.State {
	case models.ImportUploaded:
		return text.ImportIsUploaded.In(ctx, rows)
	case models.ImportChecking:
		return text.ImportIsChecking.In(ctx)
	case models.ImportChecked:
		switch {
		case i.Bad == 0:
			return text.ImportIsGood.In(ctx, rows)
		case i.Good == 0:
			return text.ImportIsBad.In(ctx, rows)
		}
		return text.ImportIsMixed.In(ctx, text.Number(i.Good), text.Number(i.Bad))
	case models.ImportRunning:
		return text.ImportIsRunning.In(ctx)
	case models.ImportFinished:
		if i.Refused == 0 {
			return text.ImportIsFinished.In(ctx, rows)
		}
		return text.ImportIsPartly.In(ctx, text.Number(done), text.Number(i.Refused))
	case models.ImportFailed:
		return text.ImportIsFailed.In(ctx, text.Number(i.Done()))
	}
	if done == 0 {
		return text.ImportIsCancelled.In(ctx)
	}
	return text.ImportIsStopped.In(ctx, text.Number(done))
}

// format says in words what the file turned out to be.
func format(ctx context.Context, f sheet.Format) string {
	if f.Kind == sheet.XLSX {
		return text.ImportFormatXLSX.In(ctx, f.Sheet)
	}
	separator := text.ImportComma
	switch f.Separator {
	case ";":
		separator = text.ImportSemicolon
	case "\t":
		separator = text.ImportTab
	}
	return text.ImportFormatCSV.In(ctx, string(f.Encoding), separator.In(ctx))
}

// size is a file's size for people.
func size(ctx context.Context, bytes int64) string {
	if bytes >= 1<<20 {
		return text.ImportMegabytes.In(ctx, text.Number((bytes+1<<19)>>20))
	}
	return text.ImportKilobytes.In(ctx, text.Number(max(1, bytes>>10)))
}

// steps are the stations of an import and how far it is.
func steps(ctx context.Context, state models.ImportState) []components.StepView {
	at := map[models.ImportState]int{
		models.ImportUploaded: 1, models.ImportChecking: 2, models.ImportChecked: 2, models.ImportRunning: 3, models.ImportFinished: 4,
	}[state]
	list := []components.StepView{
		{Text: text.ImportStepFile.In(ctx)}, {Text: text.ImportStepColumns.In(ctx)}, {Text: text.ImportStepCheck.In(ctx)}, {Text: text.ImportStepRun.In(ctx)},
	}
	for n := range list {
		list[n].Done, list[n].Now = n < at, n == at
	}
	return list
}
