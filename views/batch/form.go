package batch

import (
	"cmp"
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/compose"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// Form is what has been chosen and typed of a batch, as it was typed.
type Form struct {
	Message               compose.Form // template, values and page, as on the page for one message
	For                   string       // the template that the values were typed for
	Name                  string
	Audience              string
	Openids               string
	Segment               string // its id, or filters as the list of users writes them
	Tag                   string
	Start                 string // StartNow or StartAt
	At                    string // as datetime-local writes it, in the shop's zone
	Late                  string
	Pace                  string
	Quiet                 models.QuietChoice
	QuietFrom, QuietUntil string // 22:30
	Stop                  string
}

// The choices of Form.Start.
const (
	StartNow = "now"
	StartAt  = "at"
)

// NewForm has the defaults: those who can be reached, now, and a stop before
// much goes wrong.
func NewForm(templateID string) Form {
	return Form{
		Message: compose.Form{Template: templateID}, Audience: string(models.AudienceReachable), Start: StartNow, Stop: "20",
	}
}

// Fit makes the values those of the chosen template: what was typed for another
// one does not belong to this one's blanks.
func (f Form) Fit(t models.Template) Form {
	if f.For != t.TemplateID {
		f.Message, f.For = f.Message.Begin(t), t.TemplateID
	}
	return f
}

// Content is what the messages will say; a line shown large is the template's own.
func (f Form) Content(t models.Template) models.Content {
	c := f.Message.Content(t)
	c.Emphasis = nil
	return c
}

// FormSource is what the form's page is made of.
type FormSource struct {
	App       models.App
	Templates []models.Template
	Template  models.Template // ID 0: none chosen yet
	Tags      []models.Tag
	Segments  []models.Segment
	Audience  models.Audience  // what the form says of it
	First     models.Recipient // first of the audience; ID 0: nobody
	Form      Form
	Errors    map[string]string // why it was refused, by field
	Refused   bool
}

// FormPage is the form, with the card for the first person beside it.
type FormPage struct {
	layout.Page
	WhomView
	Form      Form
	Template  models.Template
	Templates []components.Option
	Refused   string              // a sentence: how much needs a change
	Stopped   components.NoteView // without a Text: in use
	Lines     []Line
	Slip      components.SlipView
	First     string // whom the card is for; "" is nobody
	Zone      string
	Changed   bool // another template was chosen than the page shows
}

// NewFormPage shapes the page.
func NewFormPage(ctx context.Context, frame layout.Page, src FormSource) FormPage {
	frame.Crumb = components.Link{Text: text.NavBatches.In(ctx), Href: paths.Batches(frame.App.Appid)}
	frame.RequestPath = paths.With(paths.BatchNew(frame.App.Appid), "template", src.Form.Message.Template)
	p := FormPage{
		Page: frame, WhomView: NewWhom(ctx, src), Form: src.Form, Template: src.Template, Templates: template.Choices(ctx, text.BatchChoose, src.Templates),
		Stopped: template.StopNote(ctx, src.App.Appid, src.Template), First: src.First.Name(), Zone: src.App.TimeZone,
	}
	if src.Refused {
		p.Refused = text.BatchRefused.In(ctx, len(src.Errors))
	}
	if src.Template.ID == 0 {
		return p
	}
	r := src.Template.Render(p.Form.Content(src.Template).For(src.First), src.App.Zone())
	shown := map[string]string{}
	for field, sentence := range src.Errors {
		shown[field] = sentence
	}
	if !src.Refused {
		r.Errors = r.Errors.Typed()
	}
	for _, bad := range r.Errors.Fields {
		shown[bad.Field] = cmp.Or(shown[bad.Field], text.Reason(ctx, bad.Reason, bad.Limit))
	}
	p.Errors = shown
	p.Lines = newLines(ctx, src.Template, src.Form.Message, shown)
	p.Slip = template.Slip(ctx, frame, src.Template.Title, r)
	return p
}

// timing is the part of the form about time and pace.
func (p FormPage) timing() TimingView {
	f := p.Form
	return TimingView{
		Later: f.Start == StartAt, At: f.At, Zone: p.Zone, Late: f.Late, Pace: f.Pace, Stop: f.Stop,
		Quiet: f.Quiet, QuietFrom: f.QuietFrom, QuietUntil: f.QuietUntil, Errors: p.Errors,
	}
}
