package recipient

import (
	"context"
	"slices"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// expiries are the times that the list offers.
var expiries = []time.Duration{24 * time.Hour, 48 * time.Hour, 72 * time.Hour, models.CodeLife}

func optionText(options []components.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

func codeOptions(ctx context.Context) []components.Option {
	list := []components.Option{{Text: text.RecipientAnyCode.In(ctx)}, {Value: AnyCode, Text: text.RecipientHasCode.In(ctx)}}
	for _, kind := range models.CodeKinds {
		list = append(list, components.Option{Value: string(kind), Text: text.RecipientHasKind.In(ctx, text.CodeKind(kind).In(ctx))})
	}
	return list
}

func expiryOptions(ctx context.Context) []components.Option {
	list := []components.Option{{Text: text.RecipientAnyExpiry.In(ctx)}}
	for _, within := range expiries {
		list = append(list, components.Option{Value: Hours(within), Text: expiryText(ctx, within)})
	}
	return list
}

func expiryText(ctx context.Context, within time.Duration) string {
	if hours := int(within.Hours()); hours > 72 && hours%24 == 0 {
		return text.RecipientExpiringDays.In(ctx, hours/24)
	}
	return text.RecipientExpiring.In(ctx, int(within.Hours()))
}

func templateOptions(ctx context.Context, templates []models.Template) []components.Option {
	list := []components.Option{{Text: text.RecipientAnyTemplates.In(ctx)}}
	for _, t := range templates {
		list = append(list, components.Option{Value: t.TemplateID, Text: t.Title})
	}
	return list
}

// tagOptions leave out the tags that are asked for already.
func tagOptions(ctx context.Context, tags []models.Tag, used []string) []components.Option {
	first := text.RecipientAnyTag
	if len(used) > 0 {
		first = text.RecipientAnotherTag
	}
	list := []components.Option{{Text: first.In(ctx)}}
	for _, t := range tags {
		if !slices.Contains(used, t.Name) {
			list = append(list, components.Option{Value: t.Name, Text: t.Name})
		}
	}
	return list
}
