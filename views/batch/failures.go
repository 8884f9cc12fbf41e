package batch

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Failure is a reason that messages of a batch failed for.
type Failure struct {
	Code, Meaning, Remedy, Count, Href string
}

// newFailures explains the reasons, and says where not all were counted.
func newFailures(ctx context.Context, src Source) (list []Failure, note string) {
	for _, f := range src.Failures {
		list = append(list, newFailure(ctx, src, f))
	}
	if src.FailuresOver {
		note = text.BatchFailuresOver.In(ctx)
	}
	return list, note
}

func newFailure(ctx context.Context, src Source, f models.FailureCount) Failure {
	out := Failure{Count: text.Number(f.N)}
	if f.Errcode != 0 {
		out.Code = strconv.Itoa(f.Errcode)
	}
	out.Href = paths.With(paths.Messages(src.App.Appid), message.FilterBatch, paths.ID(src.Batch.ID),
		message.FilterState, string(f.State), message.FilterReason, string(f.Reason), message.FilterErrcode, out.Code)
	m := models.Message{State: f.State, Reason: f.Reason, Errcode: f.Errcode}
	out.Meaning, out.Remedy = text.Outcome(ctx, m, src.Template.Kind)
	if f.Reason == models.CauseValues { // what is wrong differs from one to the next
		out.Meaning = text.BatchValuesOwn.In(ctx)
	}
	return out
}
