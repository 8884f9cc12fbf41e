package integration

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The query of the reference.
const (
	ParamGroup  = "group"
	groupErrors = "errors" // the page of what all calls have in common
)

// ReferencePage describes the calls of one group; those of all would weigh too
// much for one page.
type ReferencePage struct {
	layout.Page
	Path, Group  string
	Intro        []prosePart
	Groups       []group
	Failures     []failureRow
	Errors       []row
	ErrorExample string
	Reasons      []row
}

type group struct {
	Name, Title string
	Calls       []call
}

// call is one operation of the document.
type call struct {
	ID, Method, Path, Summary string
	Description               []prosePart
	NoKey                     bool
	Parameters, Body          []row
	Example                   string
	Good                      []answer
	Bad                       []failure // what they hold is described once, for all
}

// failure is a status of the API with its word.
type failure struct{ Status, Code string }

type answer struct {
	Status, Example string
	Description     []prosePart
	Rows            []row
}

// row is a value: its path, its type, and what it means.
type row struct {
	Name, Type string
	Required   bool
	Text       []prosePart
}

// prosePart is a piece of a description; between backticks stands code.
type prosePart struct {
	Text string
	Code bool
	Href string
}

func prose(s string) []prosePart {
	var parts []prosePart
	for i, piece := range strings.Split(strings.TrimSpace(s), "`") {
		if piece != "" {
			parts = append(parts, prosePart{Text: piece, Code: i%2 == 1})
		}
	}
	return parts
}

func (w words) title(ctx context.Context) string {
	return text.Text{ZH: w.Summary, EN: w.SummaryEN}.In(ctx)
}

func (w words) text(ctx context.Context) string {
	return text.Text{ZH: w.Description, EN: w.DescriptionEN}.In(ctx)
}

// NewReferencePage shapes one group of the reference; ok is false when there is
// none of that name. An empty name is the first.
func NewReferencePage(ctx context.Context, frame layout.Page, d Document, appid, name string) (p ReferencePage, ok bool) {
	frame.Context = text.RefContext.In(ctx)
	if name == "" {
		name = d.Tags[0].Name
	}
	p = ReferencePage{Page: frame, Path: paths.IntegrationReference(appid), Group: name, Intro: prose(d.Info.text(ctx))}
	d.findHomes(ctx, p.Path)
	for _, t := range d.Tags {
		g := group{Name: t.Name, Title: t.text(ctx)}
		ok = ok || name == g.Name
		for _, path := range d.Paths {
			for _, op := range path.value {
				if slices.Contains(op.value.Tags, t.Name) {
					g.Calls = append(g.Calls, d.newCall(ctx, strings.ToUpper(op.name), path.name, op.value))
				}
			}
		}
		p.Groups = append(p.Groups, g)
	}
	d.describeErrors(ctx, &p)
	for _, r := range text.APIReasons(ctx) {
		p.Reasons = append(p.Reasons, row{Name: r.Word, Text: prose(r.Sentence)})
	}
	return p, ok || name == groupErrors
}

// place is where a call, or something else of a group, is described.
func place(path, group, id string) string { return paths.With(path, ParamGroup, group) + "#" + id }

func (d Document) newCall(ctx context.Context, method, path string, op operation) call {
	c := call{
		ID: op.OperationID, Method: method, Path: path, Summary: op.title(ctx), Description: prose(op.text(ctx)),
		NoKey: op.Security != nil && len(*op.Security) == 0,
	}
	for _, named := range op.Parameters {
		p := d.parameter(named)
		c.Parameters = append(c.Parameters, row{p.Name, typeWords(ctx, d.schema(p.Schema)), p.Required, prose(p.text(ctx))})
	}
	if op.RequestBody != nil {
		m := op.RequestBody.Content[jsonMedia]
		c.Body, c.Example = d.rows(ctx, "", m.Schema, true), pretty(m.Example)
	}
	for _, r := range op.Responses {
		if !strings.HasPrefix(r.name, "2") {
			c.Bad = append(c.Bad, failure{r.name, d.codeOf(r.value)})
			continue
		}
		good := d.response(r.value)
		m := good.Content[jsonMedia]
		c.Good = append(c.Good, answer{r.name, pretty(m.Example), prose(good.text(ctx)), d.rows(ctx, "", m.Schema, false)})
	}
	return c
}

const jsonMedia = "application/json"

// failureRow says what a failure means.
type failureRow struct {
	failure
	Text []prosePart
}

// describeErrors lists every error once: the calls have them in common.
func (d Document) describeErrors(ctx context.Context, p *ReferencePage) {
	p.Errors = d.rows(ctx, "", d.Components.Schemas.get("Error"), false)
	p.ErrorExample = pretty(d.Components.Responses.get("Invalid").Content[jsonMedia].Example)
	var seen []failure
	for _, path := range d.Paths {
		for _, op := range path.value {
			for _, r := range op.value.Responses {
				f := failure{r.name, d.codeOf(r.value)}
				if strings.HasPrefix(r.name, "2") || slices.Contains(seen, f) {
					continue
				}
				seen = append(seen, f)
				p.Failures = append(p.Failures, failureRow{f, prose(d.response(r.value).text(ctx))})
			}
		}
	}
	slices.SortStableFunc(p.Failures, func(a, b failureRow) int { return strings.Compare(a.Status, b.Status) })
}

// codeOf is the word of the API in a failure's example.
func (d Document) codeOf(r response) string {
	var body struct{ Error struct{ Code string } }
	if json.Unmarshal(d.response(r).Content[jsonMedia].Example, &body) != nil {
		return ""
	}
	return body.Error.Code
}
