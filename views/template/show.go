package template

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// ShowPage is one template and what fills it.
type ShowPage struct {
	layout.Page
	Template models.Template
	Facts    []components.Fact
	Stopped  components.NoteView // without a Text: in use
	Rows     []KeywordLine
	Slip     components.SlipView
}

// KeywordLine is a keyword and its mapping, as a row of the page.
type KeywordLine struct {
	Key, Name, Type, Limit, Field, Default, Format, Colour, Sample string
	Large                                                          bool
}

// NewShow shapes the page.
func NewShow(ctx context.Context, frame layout.Page, t models.Template) ShowPage {
	frame.Context = t.TemplateID
	frame.Crumb = components.Link{Text: text.NavTemplates.In(ctx), Href: paths.Templates(frame.App.Appid)}
	p := ShowPage{Page: frame, Template: t, Stopped: StopNote(ctx, frame.App.Appid, t), Slip: SampleSlip(ctx, frame, t)}
	kind, hint := text.TemplateKind(t.Kind)
	p.Facts = []components.Fact{
		{Name: text.TemplateKindName.In(ctx), Content: explained(kind.In(ctx), hint.In(ctx))},
		{Name: text.TemplateStateName.In(ctx), Content: components.Badge(State(ctx, t))},
		{Name: text.TemplatePage.In(ctx), Value: t.Page, Mono: true},
	}
	p.Facts = append(p.Facts, optionFacts(ctx, t)...)
	for _, k := range t.Keywords {
		line := KeywordLine{
			Key: k.Key, Name: k.Name, Field: k.Field, Default: k.DefaultValue, Colour: k.Colour, Sample: k.Sample,
			Format: text.Format(ctx, k.Format), Large: k.Key == t.Emphasis,
		}
		line.Type, line.Limit = limit(ctx, k)
		p.Rows = append(p.Rows, line)
	}
	return p
}
