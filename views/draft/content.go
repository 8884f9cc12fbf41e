package draft

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/template"
	"xinshi/views/text"
)

// The inputs of a keyword, each followed by its key.
const (
	InputValue   = "data."
	InputFrom    = "from."
	InputDefault = "default."
	InputFormat  = "format."
	InputCut     = "cut."
	InputTint    = "tint."
	InputColour  = "colour."
)

// The other inputs of the step 内容.
const (
	InputPreview = "to"   // whom the preview is for: an openid, or words to find somebody by
	InputView    = "view" // of components.ViewSwitch
	InputStep    = "step" // StepOn or StepBack from that person
)

// The values of InputStep.
const (
	StepOn   = "next"
	StepBack = "previous"
)

// ContentSource is what the step 内容 is made of.
type ContentSource struct {
	Draft      models.Draft
	Preview    models.Preview
	Person     Candidate          // whom the preview is for; Recipient.ID 0: nobody
	Attributes []string           // keys that the App's users have
	To         string             // as it was typed
	Matches    []models.Recipient // found by it
	Lost       bool               // nobody is
	NoMore     bool               // nobody is beside
	Actual     bool
	Stale      bool // what was typed was not saved
}

// ContentPage is the step 内容.
type ContentPage struct {
	layout.Page
	ID, Version int64
	Steps       []components.Step
	Lines       []Line
	Problem     string // about all values together
	LinkPage    string
	PageError   string
	Emphasis    string
	Large       []components.Option
	Stopped     components.NoteView // without a Text: in use
	Opens       components.NoteView // without a Text: the published version
	Card        Card
	Stale       bool
}

// Line is one keyword to be filled in.
type Line struct {
	Key, Name, Type      string
	Value, Sample, Error string
	Hint                 string
	Max                  int // 0: no counter
	From                 string
	Sources              []components.Option
	Default              string
	Format               string
	Formats              []components.Option
	Cut                  string
	Tint                 template.TintView
	Open                 bool // something of the rest is chosen
}

// Card is the preview beside the form.
type Card struct {
	Slip     components.SlipView
	For, To  string
	Matches  []components.Option
	Note     string
	Why      string // no message can go to them now; "" when it can
	Actual   bool
	Problems []string
}

// NewContentPage shapes it.
func NewContentPage(ctx context.Context, page layout.Page, src ContentSource) ContentPage {
	d := src.Draft
	wrong := Sentences(ctx, d.Problems.Content)
	p := ContentPage{
		Page: frame(ctx, page, text.DraftContentAsk), ID: d.ID, Version: d.Version, Steps: Steps(ctx, page.App.Appid, d, StepContent),
		Problem: wrong["data"], PageError: wrong["page"], Stale: src.Stale, Card: newCard(ctx, page, src),
		Stopped: template.StopNote(ctx, page.App.Appid, d.Template), Opens: template.OpensNote(ctx, d.Template),
		LinkPage: d.Template.Page, Emphasis: d.Template.Emphasis, Large: []components.Option{{Text: text.ComposeNoLarge.In(ctx)}},
	}
	if d.Content.Page != nil {
		p.LinkPage = *d.Content.Page
	}
	if d.Content.Emphasis != nil {
		p.Emphasis = *d.Content.Emphasis
	}
	for _, k := range d.Template.Keywords {
		p.Lines = append(p.Lines, newLine(ctx, src, k, wrong))
		p.Large = append(p.Large, components.Option{Value: k.Key, Text: k.Name})
	}
	return p
}

func newLine(ctx context.Context, src ContentSource, k models.Keyword, wrong map[string]string) Line {
	typed := src.Draft.Content.Data[k.Key]
	l := Line{
		Key: k.Key, Name: k.Name, Type: k.Key, Value: typed.Value, Sample: k.Sample, From: string(typed.From), Default: typed.Default, Format: string(typed.Format),
		Sources: sources(ctx, src, k), Formats: formats(ctx), Open: typed.Default != "" || typed.Format != "" || typed.Cut != 0 || typed.Colour != "",
		Tint: template.TintView{
			Check: InputTint + k.Key, Name: InputColour + k.Key, ID: "colour-" + k.Key, Of: text.KeywordColourOf.In(ctx, k.Name), Error: wrong["data."+k.Key+".colour"],
			On: k.Colour != "", Colour: k.Colour,
		},
	}
	l.Error = cmp.Or(wrong["data."+k.Key], wrong["data."+k.Key+".format"])
	if l.Error == "" && wrong["data."+k.Key+".cut"] != "" {
		l.Error = text.DraftCutRange.In(ctx)
	}
	if k.Type() != "" {
		l.Max = k.Limit()
	}
	l.Hint = hint(ctx, src.Draft, k)
	switch {
	case typed.From != "" || !src.Draft.Asks(k):
	case typed.Value != "":
		l.From = string(models.SourceText)
	default:
		l.Value = src.Draft.Content.Fields[k.Field]
		if k.Format != models.FormatNone {
			l.Max = 0 // the limit is of what the format makes of it
		}
	}
	if typed.Cut != 0 {
		l.Cut = strconv.Itoa(typed.Cut)
	}
	if typed.Colour != "" {
		l.Tint.On, l.Tint.Colour = typed.Colour != models.ColourNone, typed.Colour
	}
	if !l.Tint.On {
		l.Tint.Colour = ""
	}
	return l
}

// hint says what a keyword gets that is left to its template.
func hint(ctx context.Context, d models.Draft, k models.Keyword) string {
	var said []string
	if k.Format != models.FormatNone && k.Field != "" {
		said = append(said, text.ComposeFormatted.In(ctx, text.FormatExplained(ctx, k.Format)))
	}
	switch {
	case k.Field != "" && !d.Asks(k):
		said = append(said, text.DraftOfEach.In(ctx, k.Field))
	case k.DefaultValue != "":
		said = append(said, text.ComposeDefault.In(ctx, k.DefaultValue))
	case d.Template.Kind != models.KindTemplate:
		said = append(said, text.ComposeNeeded.In(ctx))
	}
	return strings.Join(said, " · ")
}

// sources are where a keyword's value may come from.
func sources(ctx context.Context, src ContentSource, k models.Keyword) []components.Option {
	own := text.DraftFromOwn.In(ctx)
	if k.Field != "" {
		own += " · " + k.Field
	}
	list := []components.Option{{Text: own}, {Value: string(models.SourceText), Text: text.DraftFromText.In(ctx)}}
	if src.Draft.Audience.Kind == models.AudienceList {
		for _, column := range src.Draft.List.Columns {
			list = append(list, components.Option{Value: string(models.ColumnSource(column)), Text: text.DraftFromColumn.In(ctx, column)})
		}
	}
	for _, field := range []string{"nickname", "remark", "openid"} {
		list = append(list, components.Option{Value: string(models.FieldSource(field)), Text: fieldName(ctx, field)})
	}
	for _, key := range src.Attributes {
		list = append(list, components.Option{Value: string(models.AttributeSource(key)), Text: text.DraftFromAttr.In(ctx, key)})
	}
	// What was chosen stays among the choices, also when it is none any more.
	chosen := src.Draft.Content.Data[k.Key].From
	for _, o := range list {
		if o.Value == string(chosen) {
			return list
		}
	}
	return append(list, components.Option{Value: string(chosen), Text: string(chosen)})
}

func fieldName(ctx context.Context, field string) string {
	switch field {
	case "nickname":
		return text.DraftFromNick.In(ctx)
	case "remark":
		return text.DraftFromRemark.In(ctx)
	}
	return text.DraftFromField.In(ctx, field)
}

func formats(ctx context.Context) []components.Option {
	var list []components.Option
	for _, f := range models.Formats {
		list = append(list, components.Option{Value: string(f), Text: text.FormatExplained(ctx, f)})
	}
	return list
}

// newCard is the message to one person, rendered as it will be sent.
func newCard(ctx context.Context, page layout.Page, src ContentSource) Card {
	r := src.Preview.Typed
	if src.Actual {
		r = src.Preview.Shown
	}
	c := Card{Slip: template.Slip(ctx, page, src.Draft.Template.Title, r), To: src.To, Actual: src.Actual, For: src.Preview.To.Name()}
	c.Slip.Actual = src.Actual
	switch {
	case src.Lost:
		c.Note = text.DraftPreviewLost.In(ctx, src.To)
	case src.Preview.To.ID == 0:
		c.Note = text.DraftNobody.In(ctx)
	case src.NoMore:
		c.Note = text.DraftPreviewEnd.In(ctx)
	}
	for _, r := range src.Matches {
		c.Matches = append(c.Matches, components.Option{Value: r.Openid, Text: r.Name()})
	}
	if src.Person.Recipient.ID != 0 {
		c.Why = newPerson(ctx, src.Person, src.Draft.Template, models.Millis(page.Now), "").Why
	}
	for _, problem := range src.Preview.Problems {
		reason := text.Reason(ctx, problem.Reason, problem.Limit)
		name := problem.Name
		if name == "" {
			name = text.DraftLinkPage.In(ctx)
		}
		if problem.Fix != "" {
			c.Problems = append(c.Problems, text.DraftProblemFix.In(ctx, name, reason, problem.Fix))
		} else {
			c.Problems = append(c.Problems, text.DraftProblem.In(ctx, name, reason))
		}
	}
	return c
}
