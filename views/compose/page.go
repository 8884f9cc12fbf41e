package compose

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// Source is what the page is made of.
type Source struct {
	App        models.App
	Templates  []models.Template
	Template   models.Template // ID 0: none chosen yet
	To         Candidate       // Recipient.ID 0: nobody chosen yet
	Candidates []Candidate
	More       bool // there are more candidates than these
	Form       Form
	Errors     map[string]string // why choosing or sending was refused, by field
	Refused    bool              // sending was refused
	Twice      bool              // something else was already sent from this page
}

// Page is the whole page. Without a template it asks for one.
type Page struct {
	layout.Page
	Form      Form
	Template  models.Template
	Templates []components.Option
	Errors    map[string]string
	Refused   string              // a sentence: how much needs a change
	Twice     bool                // see Source
	Paused    components.NoteView // without a Title: not paused
	Stopped   components.NoteView // without a Text: in use
	Opens     components.NoteView // without a Text: the published version
	Chosen    Person              // without an Openid: nobody
	People    []Person
	More      bool
	Rows      []Row
	Large     []components.Option // keywords that can be shown large
	Slip      components.SlipView
	Reach     Reach
}

// NewPage shapes the page.
func NewPage(ctx context.Context, frame layout.Page, src Source) Page {
	now := models.Millis(frame.Now)
	p := Page{
		Page: frame, Form: src.Form, Template: src.Template, Templates: template.Choices(ctx, text.ComposeChoose, src.Templates), Errors: src.Errors,
		Twice: src.Twice, Paused: pauseNote(ctx, src.App), Stopped: template.StopNote(ctx, src.App.Appid, src.Template), Opens: template.OpensNote(ctx, src.Template), More: src.More,
	}
	if src.Refused {
		p.Refused = text.SendRefused.In(ctx, len(src.Errors))
	}
	if src.To.Recipient.ID != 0 {
		p.Chosen = newPerson(ctx, src.To, src.Template, now, src.Form.To)
	}
	for _, c := range src.Candidates {
		p.People = append(p.People, newPerson(ctx, c, src.Template, now, src.Form.To))
	}
	p.RequestPath = paths.With(paths.Compose(frame.App.Appid), "template", src.Form.Template, "to", src.Form.To, "by", string(src.Form.Mode))
	if src.Template.ID != 0 {
		p.fill(ctx, src)
	}
	return p
}

// fill renders the message and shapes what depends on it.
func (p *Page) fill(ctx context.Context, src Source) {
	content := p.Form.Content(p.Template)
	if src.To.Recipient.ID != 0 {
		content = content.For(src.To.Recipient)
	}
	r := p.Template.Render(content, src.App.Zone())
	if !p.Form.Strict {
		r.Errors = r.Errors.Typed()
	}
	if p.Errors == nil {
		p.Errors = map[string]string{}
	}
	for _, bad := range r.Errors.Fields {
		if p.Errors[bad.Field] == "" {
			p.Errors[bad.Field] = text.Reason(ctx, bad.Reason, bad.Limit)
		}
	}
	p.Rows = newRows(ctx, p.Template, p.Form, p.Errors)
	p.Slip = template.Slip(ctx, p.Page, p.Template.Title, r)
	p.Slip.Actual = p.Form.Actual
	p.Large = append(p.Large, components.Option{Text: text.ComposeNoLarge.In(ctx)})
	for _, k := range p.Template.Keywords {
		p.Large = append(p.Large, components.Option{Value: k.Key, Text: k.Name})
	}
	p.Reach = newReach(ctx, src, models.Millis(p.Now))
}

// pauseNote says that messages wait while the App is paused, and why.
func pauseNote(ctx context.Context, app models.App) components.NoteView {
	if app.State != models.AppPaused {
		return components.NoteView{}
	}
	note := components.NoteView{Tone: components.ToneWarning, Title: text.ComposePause.In(ctx), TestID: "app-paused"}
	meaning, remedy := text.Pause(ctx, app.PauseErrcode)
	switch {
	case app.PauseErrcode == wechat.Unreachable:
		note.Text = meaning + " " + remedy + " "
	case app.PauseErrcode != 0:
		note.Text = text.TemplateStoppedCode.In(ctx, app.PauseErrcode, meaning) + " " + remedy + " "
	case app.PauseReason != "":
		note.Text = app.PauseReason + " "
	}
	if app.PauseUntil != 0 {
		note.Text += text.ComposePauseEnd.In(ctx, text.DateTime(ctx, app.PauseUntil)) + " "
	}
	note.Text += text.ComposePauseDo.In(ctx)
	return note
}
