package batch

import (
	"context"

	"xinshi/models"
	"xinshi/views/text"
)

// Audience says whom a batch is for.
func Audience(ctx context.Context, a models.Audience) string {
	name, _ := text.Audience(a.Kind)
	switch {
	case a.Kind == models.AudiencePicked:
		return text.AudienceListed.In(ctx, text.Number(len(a.Openids)))
	case a.Kind == models.AudienceSegment && a.Segment != "":
		return text.FilterIs.In(ctx, name.In(ctx), a.Segment)
	case a.Kind == models.AudienceTag && a.Filter != nil && len(a.Filter.Tags) > 0:
		return text.FilterIs.In(ctx, name.In(ctx), a.Filter.Tags[0])
	}
	return name.In(ctx)
}

// People says how many there are, as far as they were counted.
func People(ctx context.Context, count models.CappedCount) string {
	if count.Over {
		return text.BatchPeopleOver.In(ctx, text.Number(count.N))
	}
	return text.BatchPeople.In(ctx, text.Number(count.N))
}
