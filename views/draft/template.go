package draft

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// TemplatePage is the step 模板, of a draft or of one that does not exist yet.
type TemplatePage struct {
	layout.Page
	ID, Version int64
	Steps       []components.Step
	Action      string
	Name        string
	Template    string
	Templates   []components.Option
	Errors      map[string]string
	Whom        string               // whom a link to a new draft is about; "" is nobody
	Stopped     components.NoteView  // without a Text: in use
	Card        *components.SlipView // nil: no template is chosen
}

// NewTemplatePage shapes it. A draft with ID 0 is a new one; chosen and errors are
// what was typed and refused of it.
func NewTemplatePage(ctx context.Context, page layout.Page, d models.Draft, templates []models.Template, errors map[string]string) TemplatePage {
	appid := page.App.Appid
	p := TemplatePage{
		Page: frame(ctx, page, text.DraftTemplateAsk), ID: d.ID, Version: d.Version, Name: d.Plan.Name, Template: d.Template.TemplateID,
		Templates: template.Choices(ctx, text.BatchChoose, templates), Errors: errors, Action: paths.Drafts(appid), Steps: newSteps(ctx),
	}
	if d.ID != 0 {
		p.Action, p.Steps = paths.DraftTemplate(appid, d.ID), Steps(ctx, appid, d, StepTemplate)
		if p.Errors == nil && d.TemplateRef != 0 {
			p.Errors = Sentences(ctx, d.Problems.Template)
		}
	}
	if d.Template.ID != 0 {
		p.Stopped = template.StopNote(ctx, page.App.Appid, d.Template)
		slip := template.SampleSlip(ctx, page, d.Template)
		p.Card = &slip
	}
	return p
}
