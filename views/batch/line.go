package batch

import (
	"context"

	"xinshi/models"
	"xinshi/views/compose"
	"xinshi/views/text"
)

// Line is one keyword to be filled in.
type Line struct {
	Key, Name, Source         string // Source: the key, or the business field
	Input                     string // name of the input; "" when a line above fills this one too
	Value, Placeholder, Error string
	Hint                      string
	Max                       int // 0: no counter
}

func newLines(ctx context.Context, t models.Template, f compose.Form, errors map[string]string) []Line {
	var lines []Line
	shown := map[string]bool{}
	for _, k := range t.Keywords {
		l := Line{
			Key: k.Key, Name: k.Name, Source: k.Key, Input: compose.DataPrefix + k.Key, Value: f.Data[k.Key],
			Placeholder: k.Sample, Error: errors["data."+k.Key], Hint: leftEmpty(ctx, t, k),
		}
		if k.Type() != "" {
			l.Max = k.Limit()
		}
		if f.Mode == compose.ByFields && k.Field != "" {
			l.Source, l.Input, l.Value = k.Field, compose.FieldPrefix+k.Field, f.Fields[k.Field]
			if k.Format != models.FormatNone {
				l.Max = 0 // the limit is of what the format makes of it
				l.Hint = join(ctx, text.ComposeFormatted.In(ctx, text.FormatExplained(ctx, k.Format)), l.Hint)
			}
			if shown[k.Field] {
				l.Input, l.Hint = "", text.ComposeShared.In(ctx, k.Field)
			}
			shown[k.Field] = true
		}
		lines = append(lines, l)
	}
	return lines
}

// ofPerson tells whether a keyword is filled in from each person.
func ofPerson(k models.Keyword) bool {
	_, known := models.Content{}.For(models.Recipient{}).Fields[k.Field]
	return known
}

// leftEmpty says what a keyword gets that is left empty.
func leftEmpty(ctx context.Context, t models.Template, k models.Keyword) string {
	switch {
	case ofPerson(k):
		return text.BatchOfEach.In(ctx, k.Field)
	case k.DefaultValue != "":
		return text.ComposeDefault.In(ctx, k.DefaultValue)
	case t.Kind == models.KindTemplate:
		return "" // it is then left empty on the card, which the preview shows
	}
	return text.ComposeNeeded.In(ctx)
}

func join(ctx context.Context, a, b string) string {
	if b == "" {
		return a
	}
	return text.ComposeJoin.In(ctx, a, b)
}

// Certain are the mistakes that every message of a batch would have, whoever it
// is for: one long nickname fails one message, one long value fails them all.
func Certain(ctx context.Context, src FormSource) map[string]string {
	found := map[string]string{}
	if src.Template.ID == 0 {
		return found
	}
	content := src.Form.Content(src.Template)
	personal := map[string]bool{}
	for _, k := range src.Template.Keywords {
		typed := content.Data[k.Key].Value != "" || content.Fields[k.Field] != ""
		personal["data."+k.Key] = ofPerson(k) && !typed
	}
	for _, bad := range src.Template.Render(content.For(src.First), src.App.Zone()).Errors.Fields {
		blank := bad.Reason == models.ReasonAllBlank && src.First.ID == 0 // a person may fill it
		if !personal[bad.Field] && !blank && found[bad.Field] == "" {
			found[bad.Field] = text.Reason(ctx, bad.Reason, bad.Limit)
		}
	}
	return found
}

func (l Line) id() string { return "value-" + l.Key }

// slot is the id of the place for a value's error, which typing updates.
func slot(key string) string { return "slot-" + key }
