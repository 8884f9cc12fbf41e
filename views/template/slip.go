package template

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// Slip is the card that a rendering makes on the phone.
func Slip(ctx context.Context, p layout.Page, title string, r models.Rendering) components.SlipView {
	slip := components.SlipView{
		Time: text.Clock(ctx, p.Now), Title: title, Opens: r.Page != "", TestID: "slip",
	}
	if p.App != nil {
		slip.App, slip.Band = p.App.Name, p.App.Band
	}
	for _, k := range r.Keywords {
		row := components.SlipRow{Name: k.Name, Value: k.Value, Color: k.Colour, Big: k.Key != "" && k.Key == r.Emphasis}
		if bad, refused := r.Errors.Of("data." + k.Key); refused {
			row.Refused = text.Reason(ctx, bad.Reason, bad.Limit)
		}
		slip.Rows = append(slip.Rows, row)
	}
	return slip
}

// SampleSlip is the card of a template with its samples, or else its defaults.
func SampleSlip(ctx context.Context, p layout.Page, t models.Template) components.SlipView {
	content := models.Content{Data: map[string]models.TypedValue{}}
	for _, k := range t.Keywords {
		content.Data[k.Key] = models.TypedValue{Value: k.Sample}
	}
	r := t.Render(content, text.ZoneOf(ctx))
	r.Errors = withoutMissing(r.Errors)
	return Slip(ctx, p, t.Title, r)
}

// withoutMissing leaves out what is only not filled in yet: a mapping without
// samples is no mistake.
func withoutMissing(bad models.ValidationError) models.ValidationError {
	var rest models.ValidationError
	for _, f := range bad.Fields {
		if f.Reason != models.ReasonRequired {
			rest.Fields = append(rest.Fields, f)
		}
	}
	return rest
}
