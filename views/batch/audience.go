package batch

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// WhomView is the choice of an audience as it stands in a form.
type WhomView struct {
	Audience, Openids, Segment, Tag string // as typed
	Audiences, Segments, Tags       []components.Option
	Errors                          map[string]string
}

// NewWhom shapes the choice; more are further kinds of audience to choose from.
func NewWhom(ctx context.Context, src FormSource, more ...components.Option) WhomView {
	f := src.Form
	return WhomView{
		Audience: f.Audience, Openids: f.Openids, Segment: f.Segment, Tag: f.Tag, Errors: src.Errors,
		Audiences: append(audienceOptions(ctx, src), more...), Segments: segmentOptions(ctx, src), Tags: tagOptions(ctx, src),
	}
}

// audienceOptions are whom a batch can be for. Segments and tags are offered
// where there are any.
func audienceOptions(ctx context.Context, src FormSource) []components.Option {
	kinds := []models.AudienceKind{models.AudienceReachable, models.AudienceAll}
	chosen := models.AudienceKind(src.Form.Audience)
	if len(src.Segments) > 0 || chosen == models.AudienceSegment {
		kinds = append(kinds, models.AudienceSegment)
	}
	if len(src.Tags) > 0 || chosen == models.AudienceTag {
		kinds = append(kinds, models.AudienceTag)
	}
	var list []components.Option
	for _, kind := range append(kinds, models.AudiencePicked) {
		name, hint := text.Audience(kind)
		list = append(list, components.Option{Value: string(kind), Text: name.In(ctx), Hint: hint.In(ctx)})
	}
	return list
}

// segmentOptions are the saved segments and, when somebody comes from the list
// of users with filters that are none of them, those filters in words.
func segmentOptions(ctx context.Context, src FormSource) []components.Option {
	list := []components.Option{{Text: text.BatchChooseSegment.In(ctx)}}
	saved := false
	for _, g := range src.Segments {
		id := paths.ID(g.ID)
		saved = saved || id == src.Form.Segment
		list = append(list, components.Option{Value: id, Text: g.Name})
	}
	if !saved && src.Audience.Segment != "" {
		list = append(list, components.Option{Value: src.Form.Segment, Text: text.BatchFiltered.In(ctx, src.Audience.Segment)})
	}
	return list
}

func tagOptions(ctx context.Context, src FormSource) []components.Option {
	list := []components.Option{{Text: text.BatchChooseTag.In(ctx)}}
	for _, t := range src.Tags {
		list = append(list, components.Option{Value: t.Name, Text: t.Name})
	}
	return list
}

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

// audienceError is what is wrong with the audience, under the input that it is
// about: that of its kind, or the choice itself.
func audienceError(p WhomView, kind models.AudienceKind) string {
	own := ""
	switch chosen := models.AudienceKind(p.Audience); chosen {
	case models.AudiencePicked, models.AudienceSegment, models.AudienceTag:
		own = string(chosen)
	}
	if own != string(kind) {
		return ""
	}
	return p.Errors["audience"]
}
