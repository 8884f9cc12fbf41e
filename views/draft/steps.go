// Package draft draws the list of drafts and the first three steps of sending to
// many: 模板, 受众 and 内容. The last two are package sending's. A draft keeps
// whatever was typed; models say what is wrong with it.
package draft

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The steps, in their order.
const (
	StepTemplate = iota
	StepAudience
	StepContent
	StepCheck
	StepSend
)

// Steps shows where one is in a draft. Every step can be opened at any time;
// what is missing is said by the step that needs it.
func Steps(ctx context.Context, appid string, d models.Draft, current int) []components.Step {
	p := d.Problems
	steps := []components.Step{
		{Text: text.StepTemplate.In(ctx), Href: paths.DraftTemplate(appid, d.ID), Done: len(p.Template.Fields) == 0},
		{Text: text.StepAudience.In(ctx), Href: paths.DraftAudience(appid, d.ID), Done: len(p.Audience.Fields) == 0},
		{Text: text.StepContent.In(ctx), Href: paths.DraftContent(appid, d.ID), Done: d.Template.ID != 0 && len(p.Content.Fields) == 0},
		{Text: text.StepCheck.In(ctx), Href: paths.DraftCheck(appid, d.ID), Done: current > StepCheck},
		{Text: text.StepSend.In(ctx), Href: paths.DraftSend(appid, d.ID)},
	}
	steps[current].Current = true
	return steps
}

// newSteps are the steps before there is a draft.
func newSteps(ctx context.Context) []components.Step {
	var steps []components.Step
	for i, t := range []text.Text{text.StepTemplate, text.StepAudience, text.StepContent, text.StepCheck, text.StepSend} {
		steps = append(steps, components.Step{Text: t.In(ctx), Current: i == StepTemplate})
	}
	return steps
}

// Sentences are problems in words, by field; the first of each.
func Sentences(ctx context.Context, bad models.ValidationError) map[string]string {
	all := map[string]string{}
	for _, fe := range bad.Fields {
		if all[fe.Field] == "" {
			all[fe.Field] = text.Reason(ctx, fe.Reason, fe.Limit)
		}
	}
	return all
}

// frame sets what the pages of a draft have in common.
func frame(ctx context.Context, p layout.Page, ask text.Text) layout.Page {
	p.Crumb = components.Link{Text: text.Drafts.In(ctx), Href: paths.Drafts(p.App.Appid)}
	p.Context = ask.In(ctx)
	return p
}
