package draft

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// AudienceOne is the choice of one person. Models know it as somebody who is picked.
const AudienceOne = "one"

// KeptSegment is the choice of the people that a draft names already: a copy of a
// segment's filter, or filters of the list of users that are no segment.
const KeptSegment = "kept"

// Choice is whom a draft is for, as it was typed.
type Choice struct {
	Kind    string // a models.AudienceKind, or AudienceOne
	To      string // openid of the one person
	Search  string // for that person
	Openids string
	Segment string // its id, KeptSegment, or filters as the list of users writes them
	Tag     string
}

// WhomSource is what the choice of an audience is made of.
type WhomSource struct {
	Choice     Choice
	Audience   models.Audience // what the choice comes to
	Tags       []models.Tag
	Segments   []models.Segment
	Candidates []Candidate
	More       bool // there are more candidates than these
}

// WhomView is the choice as it stands in a form.
type WhomView struct {
	Choice
	Kinds, Segments, Tags []components.Option
	People                []Person
	More                  bool
	Error                 string
}

// newWhom shapes the choice; more are further kinds of audience to choose from.
func newWhom(ctx context.Context, src AudienceSource, more ...components.Option) WhomView {
	w := src.Whom
	v := WhomView{Choice: w.Choice, Kinds: append(kinds(ctx, w), more...), Segments: segmentOptions(ctx, w), Tags: tagOptions(ctx, w), More: w.More}
	for _, c := range w.Candidates {
		v.People = append(v.People, newPerson(ctx, c, src.Draft.Template, src.Now, w.Choice.To))
	}
	return v
}

// kinds are whom a draft can be for. Segments and tags are offered where there
// are any.
func kinds(ctx context.Context, w WhomSource) []components.Option {
	var list []components.Option
	add := func(kind models.AudienceKind) {
		name, hint := text.Audience(kind)
		list = append(list, components.Option{Value: string(kind), Text: name.In(ctx), Hint: hint.In(ctx)})
	}
	add(models.AudienceReachable)
	add(models.AudienceAll)
	if len(w.Segments) > 0 || w.Choice.Kind == string(models.AudienceSegment) {
		add(models.AudienceSegment)
	}
	if len(w.Tags) > 0 || w.Choice.Kind == string(models.AudienceTag) {
		add(models.AudienceTag)
	}
	list = append(list, components.Option{Value: AudienceOne, Text: text.AudienceOne.In(ctx), Hint: text.AudienceOneHint.In(ctx)})
	add(models.AudiencePicked)
	return list
}

// segmentOptions are the saved segments and, when somebody comes from the list
// of users with filters that are none of them, those filters in words.
func segmentOptions(ctx context.Context, w WhomSource) []components.Option {
	list := []components.Option{{Text: text.BatchChooseSegment.In(ctx)}}
	saved := false
	for _, g := range w.Segments {
		id := paths.ID(g.ID)
		saved = saved || id == w.Choice.Segment
		list = append(list, components.Option{Value: id, Text: g.Name})
	}
	if !saved && w.Audience.Segment != "" {
		list = append(list, components.Option{Value: w.Choice.Segment, Text: text.BatchFiltered.In(ctx, w.Audience.Segment)})
	}
	return list
}

func tagOptions(ctx context.Context, w WhomSource) []components.Option {
	list := []components.Option{{Text: text.BatchChooseTag.In(ctx)}}
	for _, t := range w.Tags {
		list = append(list, components.Option{Value: t.Name, Text: t.Name})
	}
	return list
}

// errorAt is what is wrong with the audience, under the input that it is about:
// that of its kind, or the choice itself.
func (v WhomView) errorAt(kind string) string {
	own := ""
	switch v.Kind {
	case AudienceOne, string(models.AudiencePicked), string(models.AudienceSegment), string(models.AudienceTag):
		own = v.Kind
	}
	if own != kind {
		return ""
	}
	return v.Error
}
