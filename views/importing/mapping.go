package importing

import (
	"context"
	"strconv"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Mapping is the form in which a person says what the columns are.
type Mapping struct {
	Action, CSRF, Submit, Problem, Note string
	Again                               bool // there is a check already
	Columns                             []Column
	Kind, Template                      *components.FieldView // of codes: what holds for all rows
	Preview                             Preview
}

// Column is one column of the file.
type Column struct {
	Name    string
	Samples []string
	Field   components.FieldView
}

// TargetParam begins the name of a column's select box.
const TargetParam = "targets."

// sampleValues is how many values of a column stand beside its name.
const sampleValues = 3

func newMapping(ctx context.Context, src Source) *Mapping {
	i := src.Import
	m := &Mapping{
		Action: paths.ImportCheck(src.App.Appid, i.ID), CSRF: src.CSRF, Submit: text.ImportCheck.In(ctx, text.Number(i.RowCount)),
		Problem: planProblem(ctx, src), Again: i.State == models.ImportChecked, Preview: newPreview(ctx, src),
	}
	if i.Kind == models.ImportPeople {
		m.Note = text.ImportConfirmPeople.In(ctx)
	}
	if m.Again {
		m.Submit = text.ImportCheckAgain.In(ctx)
	}
	var options []components.Option
	for _, target := range models.ImportTargets(i.Kind) {
		options = append(options, components.Option{Value: string(target), Text: text.ImportTarget(target).In(ctx)})
	}
	for n, name := range i.Columns {
		column := Column{Name: name, Field: components.FieldView{
			Name: TargetParam + strconv.Itoa(n), Label: text.ImportColumnTargetOf.In(ctx, name), NoLabel: true, Options: options,
			TestID: "target", Error: targetProblem(ctx, src, n),
		}}
		if n < len(src.Plan.Targets) {
			column.Field.Value = string(src.Plan.Targets[n])
		}
		for _, line := range src.Sample {
			if len(column.Samples) < sampleValues {
				column.Samples = append(column.Samples, clip(line.Cells[n]))
			}
		}
		m.Columns = append(m.Columns, column)
	}
	if i.Kind == models.ImportCodes {
		m.Kind, m.Template = kindField(ctx, src), templateField(ctx, src)
	}
	return m
}

// planProblem is the sentence over the form.
func planProblem(ctx context.Context, src Source) string {
	for _, f := range src.Errors {
		switch f.Field {
		case "openid":
			return text.ImportNoOpenid.In(ctx, 1)
		case "code":
			return text.ImportNoCode.In(ctx)
		}
	}
	if len(src.Errors) > 0 {
		return text.ImportColumnsRefused.In(ctx)
	}
	return ""
}

func problemOf(src Source, field string) (models.FieldError, bool) {
	for _, f := range src.Errors {
		if f.Field == field {
			return f, true
		}
	}
	return models.FieldError{}, false
}

func targetProblem(ctx context.Context, src Source, n int) string {
	f, ok := problemOf(src, TargetParam+strconv.Itoa(n))
	switch {
	case !ok:
		return ""
	case f.Reason == models.ReasonTaken:
		return text.ImportTargetTaken.In(ctx)
	case f.Reason == models.ReasonBadChoice:
		return text.Reason(ctx, f.Reason, f.Limit)
	}
	return text.ImportTargetBad.In(ctx)
}

func fieldProblem(ctx context.Context, src Source, field string) string {
	if f, ok := problemOf(src, field); ok {
		return text.Reason(ctx, f.Reason, f.Limit)
	}
	return ""
}

func kindField(ctx context.Context, src Source) *components.FieldView {
	f := &components.FieldView{
		Name: "kind", Label: text.ImportAllKind.In(ctx), Hint: text.ImportAllKindHint.In(ctx), Value: string(src.Plan.Kind), Error: fieldProblem(ctx, src, "kind"),
		Options: []components.Option{{Text: text.ImportAllKindByColumn.In(ctx)}},
	}
	for _, kind := range models.CodeKinds {
		f.Options = append(f.Options, components.Option{Value: string(kind), Text: text.CodeKind(kind).In(ctx)})
	}
	return f
}

func templateField(ctx context.Context, src Source) *components.FieldView {
	f := &components.FieldView{
		Name: "template_id", Label: text.ImportAllTemplate.In(ctx), Hint: text.ImportAllTemplateHint.In(ctx), Value: src.Plan.TemplateID,
		Error: fieldProblem(ctx, src, "template_id"), Options: []components.Option{{Text: text.ImportNoTemplate.In(ctx)}},
	}
	for _, t := range src.Templates {
		if t.Kind != models.KindTemplate {
			f.Options = append(f.Options, components.Option{Value: t.TemplateID, Text: t.Title})
		}
	}
	return f
}

// clip keeps a value to what a cell of a table can show.
func clip(value string) string {
	const most = 40
	value = strings.Join(strings.Fields(value), " ")
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return value
}
