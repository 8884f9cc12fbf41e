package template

import (
	"context"
	"fmt"
	"slices"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Form is a template as it was typed, and what was wrong with it.
type Form struct {
	TemplateID string
	Title      string
	Kind       models.TemplateKind
	Page       string
	Opens      models.MiniprogramState // of subscribe kinds
	Confirmed  bool                    // that Opens is not the published version
	Lang       string                  // of subscribe kinds
	Rows       []KeywordForm
	Errors     map[string]string // by the names of the inputs
	Focus      string            // id of the input to go on with
}

// KeywordForm is a row of the form. A colour counts only when it is wanted:
// the browser's colour input cannot be empty.
type KeywordForm struct {
	Key, Name, Field, Default, Sample, Colour string
	Format                                    models.Format
	Tint                                      bool
	Large                                     bool
}

// Empty tells whether nothing was typed into the row.
func (r KeywordForm) Empty() bool {
	return r.Key+r.Name+r.Field+r.Default+r.Sample == ""
}

// Input is the name of one of a row's inputs, which is also how models call
// the field when they refuse it.
func Input(row int, field string) string { return fmt.Sprintf("keywords[%d].%s", row, field) }

// FormOf is the form of a template as it is stored.
func FormOf(t models.Template) Form {
	f := Form{TemplateID: t.TemplateID, Title: t.Title, Kind: t.Kind, Page: t.Page, Opens: t.Opens(), Lang: t.Lang}
	for _, k := range t.Keywords {
		f.Rows = append(f.Rows, KeywordForm{
			Key: k.Key, Name: k.Name, Field: k.Field, Default: k.DefaultValue, Sample: k.Sample, Format: k.Format,
			Colour: k.Colour, Tint: k.Colour != "", Large: k.Key == t.Emphasis,
		})
	}
	return f
}

// Template is the form as if it were saved, for the preview.
func (f Form) Template() models.Template {
	t := models.Template{TemplateID: f.TemplateID, Title: f.Title, Kind: f.Kind, Page: f.Page}
	for i, row := range f.Rows {
		if row.Empty() {
			continue
		}
		k := models.Keyword{Key: row.Key, Name: row.Name, Sample: row.Sample, DefaultValue: row.Default, Format: row.Format}
		if k.Key == "" {
			k.Key = fmt.Sprintf("row%d", i+1) // not named yet, but to be seen already
		}
		if row.Tint {
			k.Colour = row.Colour
		}
		if row.Large {
			t.Emphasis = k.Key
		}
		t.Keywords = append(t.Keywords, k)
	}
	return t
}

// FormPage is the form around it.
type FormPage struct {
	layout.Page
	Form    Form
	ID      int64 // 0: a new one
	Action  string
	Back    string
	Kinds   []components.Option
	Formats []components.Option
	States  []components.Option
	Langs   []components.Option
	Fields  []string // business fields in use, to pick from
	Slip    components.SlipView
	Refused string // how many values were refused
}

// NewForm shapes the form of template id, or of a new one when id is 0.
func NewForm(ctx context.Context, frame layout.Page, id int64, form Form, siblings []models.Template) FormPage {
	appid := frame.App.Appid
	p := FormPage{
		Page: frame, Form: form, ID: id, Action: paths.Templates(appid), Back: paths.Templates(appid),
		Slip: SampleSlip(ctx, frame, form.Template()), Fields: fieldsOf(siblings),
	}
	p.Crumb = components.Link{Text: text.NavTemplates.In(ctx), Href: p.Back}
	p.RequestPath = paths.TemplateNew(appid)
	if id != 0 {
		p.Action, p.Back = paths.TemplateEdit(appid, id), paths.Template(appid, id)
		p.RequestPath = p.Action
	}
	if len(form.Errors) > 0 {
		p.Refused = text.FormRefused.In(ctx, len(form.Errors))
	}
	for _, kind := range models.TemplateKinds {
		name, hint := text.TemplateKind(kind)
		p.Kinds = append(p.Kinds, components.Option{Value: string(kind), Text: name.In(ctx), Hint: hint.In(ctx)})
	}
	for _, state := range models.MiniprogramStates {
		name, hint := text.MiniprogramState(state)
		p.States = append(p.States, components.Option{Value: string(state), Text: name.In(ctx), Hint: hint.In(ctx)})
	}
	for _, lang := range models.Langs {
		p.Langs = append(p.Langs, components.Option{Value: lang, Text: text.CardLang(lang).In(ctx)})
	}
	for _, f := range models.Formats {
		p.Formats = append(p.Formats, components.Option{Value: string(f), Text: text.FormatExplained(ctx, f)})
	}
	return p
}

func fieldsOf(templates []models.Template) []string {
	var fields []string
	for _, t := range templates {
		for _, k := range t.Keywords {
			if k.Field != "" && !slices.Contains(fields, k.Field) {
				fields = append(fields, k.Field)
			}
		}
	}
	slices.Sort(fields)
	return fields
}
