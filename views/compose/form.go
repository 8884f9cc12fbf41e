package compose

import (
	"cmp"
	"time"

	"xinshi/models"
)

// Mode is how the blanks are filled in.
type Mode string

// The modes: typing what is shown, or the business values it is made from.
const (
	ByKeywords Mode = "keywords"
	ByFields   Mode = "fields"
)

// Form is what has been chosen and typed so far.
type Form struct {
	Template string // the platform's template_id
	To       string // openid
	Search   string
	Mode     Mode
	Data     map[string]string // by keyword
	Fields   map[string]string // by business field
	Colours  map[string]string // by keyword; only those that are wanted
	Page     string
	Emphasis string
	Actual   bool                    // preview as WeChat shows it
	Key      string                  // one message for one page, however often it is submitted
	Opens    models.MiniprogramState // confirmed to be what the card opens
	Strict   bool                    // sending was refused: blanks count as mistakes from now on
}

// Begin is the form of a template before anything is typed.
func (f Form) Begin(t models.Template) Form {
	f.Mode = cmp.Or(f.Mode, ByKeywords)
	f.Page, f.Emphasis = t.Page, t.Emphasis
	f.Data, f.Fields, f.Colours = map[string]string{}, map[string]string{}, map[string]string{}
	return f
}

// byField tells whether a keyword is filled from its business field.
func (f Form) byField(k models.Keyword) bool { return f.Mode == ByFields && k.Field != "" }

// Content is the form as models render and send it. What was typed for a
// keyword that the template no longer has goes along, to be refused: leaving it
// out would send something else than was written.
func (f Form) Content(t models.Template) models.Content {
	c := models.Content{Data: map[string]models.TypedValue{}, Page: &f.Page, Emphasis: &f.Emphasis}
	for key, value := range f.Data {
		if value != "" {
			c.Data[key] = models.TypedValue{Value: value}
		}
	}
	for _, k := range t.Keywords {
		typed := c.Data[k.Key]
		if f.byField(k) {
			typed.Value = ""
			if value := f.Fields[k.Field]; value != "" {
				if c.Fields == nil {
					c.Fields = map[string]string{}
				}
				c.Fields[k.Field] = value
			}
		}
		typed.Colour = f.Colours[k.Key]
		delete(c.Data, k.Key)
		if typed != (models.TypedValue{}) {
			c.Data[k.Key] = typed
		}
	}
	return c
}

// Switch changes the mode and carries over what was typed. A raw value is kept
// while what it comes to is shown, so that going back and forth loses nothing.
func (f Form) Switch(to Mode, t models.Template, zone *time.Location) Form {
	from := f.Mode
	f.Mode = to
	if from == to {
		return f
	}
	fields := map[string]string{}
	for _, k := range t.Keywords {
		if k.Field == "" {
			continue
		}
		raw, typed := f.Fields[k.Field], f.Data[k.Key]
		shown, _ := k.Format.Apply(raw, zone)
		if to == ByKeywords {
			f.Data[k.Key] = shown
			continue
		}
		if typed != shown {
			raw = typed
		}
		if fields[k.Field] == "" {
			fields[k.Field] = raw
		}
	}
	if to == ByFields {
		f.Fields = fields
	}
	return f
}
