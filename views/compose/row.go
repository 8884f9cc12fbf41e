package compose

import (
	"context"

	"xinshi/models"
	"xinshi/views/text"
)

// Row is one keyword to be filled in.
type Row struct {
	Key, Name   string
	Source      string // what stands beside the name: the key, or the business field
	Input       string // name of the input; "" when a row above fills this one too
	Value       string
	Placeholder string
	Hint        string
	Max         int // 0: no counter
	Colour      string
	Tint        bool // the colour is wanted
	Fixed       bool // by the template, so it can be another but not none
	Error       string
	ColourError string
}

// The names of the inputs, before the keyword or field they are for.
const (
	DataPrefix   = "data."
	FieldPrefix  = "field."
	ColourPrefix = "colour."
	TintPrefix   = "tint."
)

func newRows(ctx context.Context, t models.Template, f Form, errors map[string]string) []Row {
	var rows []Row
	shown := map[string]bool{}
	for _, k := range t.Keywords {
		row := Row{
			Key: k.Key, Name: k.Name, Source: k.Key, Input: DataPrefix + k.Key, Value: f.Data[k.Key], Placeholder: k.Sample,
			Max: counted(k), Error: errors["data."+k.Key], ColourError: errors["data."+k.Key+".colour"],
			Hint: empty(ctx, t, k), Fixed: k.Colour != "",
		}
		if f.byField(k) {
			row.Source, row.Input, row.Value = k.Field, FieldPrefix+k.Field, f.Fields[k.Field]
			if k.Format != models.FormatNone {
				row.Max = 0 // the limit is of what the format makes of it
				row.Hint = joined(ctx, text.ComposeFormatted.In(ctx, text.FormatExplained(ctx, k.Format)), row.Hint)
			}
			if shown[k.Field] {
				row.Input, row.Hint = "", text.ComposeShared.In(ctx, k.Field)
			}
			shown[k.Field] = true
		}
		row.Colour, row.Tint = f.Colours[k.Key], f.Colours[k.Key] != "" || row.Fixed
		if row.Colour == "" {
			row.Colour = k.Colour
		}
		rows = append(rows, row)
	}
	return rows
}

// empty says what happens to a keyword that is left empty.
func empty(ctx context.Context, t models.Template, k models.Keyword) string {
	_, ofPerson := models.Content{}.For(models.Recipient{}).Fields[k.Field]
	switch {
	case ofPerson:
		return text.ComposeOfPerson.In(ctx, k.Field)
	case k.DefaultValue != "":
		return text.ComposeDefault.In(ctx, k.DefaultValue)
	case t.Kind == models.KindTemplate:
		return "" // it is then left empty on the card, which the preview shows
	}
	return text.ComposeNeeded.In(ctx)
}

// counted is the limit a counter runs to. Legacy keywords have none that people
// need to watch.
func counted(k models.Keyword) int {
	if k.Type() == "" {
		return 0
	}
	return k.Limit()
}

func joined(ctx context.Context, a, b string) string {
	if b == "" {
		return a
	}
	return text.ComposeJoin.In(ctx, a, b)
}

// slot is the id of the place for a keyword's error, which typing updates.
func slot(key string) string { return "slot-" + key }

// live lists what a keystroke updates beside the card.
func (p Page) live() string {
	parts := "#reach:outerMorph,#chosen:outerMorph,#slot-page:outerMorph"
	for _, row := range p.Rows {
		parts += ",#" + slot(row.Key) + ":outerMorph"
	}
	return parts
}
