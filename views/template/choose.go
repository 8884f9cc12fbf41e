package template

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// Choices are the templates of a select box, under a line that asks to choose.
func Choices(ctx context.Context, ask text.Text, templates []models.Template) []components.Option {
	choices := []components.Option{{Text: ask.In(ctx)}}
	for _, t := range templates {
		title := t.Title
		switch {
		case t.RemovedAt != 0:
			title = text.ComposeRemoved.In(ctx, title)
		case t.State == models.TemplateStopped:
			title = text.ComposeStopped.In(ctx, title)
		}
		choices = append(choices, components.Option{Value: t.TemplateID, Text: title})
	}
	return choices
}
