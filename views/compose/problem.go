package compose

import (
	"context"
	"slices"
	"strings"

	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"

	"github.com/a-h/templ"
)

// problems are the reasons why sending was refused, each with the name of what
// it is about, in the order of the page.
func (p Page) problems(ctx context.Context) []string {
	names := map[string]string{
		"template": text.TemplateName.In(ctx), "to": text.SendTo.In(ctx), "data": text.ComposeContent.In(ctx),
		"page": text.ComposePage.In(ctx), "emphasis": text.ComposeEmphasis.In(ctx), "miniprogram_state": text.TemplateOpens.In(ctx),
	}
	order := []string{"template", "miniprogram_state", "to", "data"}
	for _, row := range p.Rows {
		names["data."+row.Key] = row.Name
		names["data."+row.Key+".colour"] = text.KeywordColourOf.In(ctx, row.Name)
		order = append(order, "data."+row.Key, "data."+row.Key+".colour")
	}
	order = append(order, "page", "emphasis")
	var lines []string
	for _, field := range order {
		if sentence := p.Errors[field]; sentence != "" {
			lines = append(lines, text.ComposeProblem.In(ctx, names[field], sentence))
		}
	}
	var others []string
	for field, sentence := range p.Errors {
		if !slices.Contains(order, field) {
			others = append(others, text.ComposeProblem.In(ctx, strings.TrimPrefix(field, "data."), sentence))
		}
	}
	slices.Sort(others)
	return append(lines, others...)
}

// findButton searches without script. In the second step it must neither send
// nor lose what is typed.
func findButton(ctx context.Context, p Page) components.ButtonView {
	b := components.ButtonView{Text: text.PersonFind.In(ctx), Icon: components.IconSearch, TestID: "find"}
	if p.Template.ID != 0 {
		b.Attrs = templ.Attributes{"formaction": paths.ComposePreview(p.App.Appid)}
	}
	return b
}
