package integration

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"xinshi/views/text"
)

// home is where a schema is described; elsewhere stands a link.
type home struct{ href, title string }

// findHomes notes which calls have which body, and where errors are described.
func (d *Document) findHomes(ctx context.Context, path string) {
	d.homes = map[string]home{"Refusal": {place(path, groupErrors, "errors"), text.RefErrors.In(ctx)}}
	for _, each := range d.Paths {
		for _, op := range each.value {
			if b := op.value.RequestBody; b != nil && b.Content[jsonMedia].Schema != nil {
				d.homes[lastPart(b.Content[jsonMedia].Schema.Ref)] = home{place(path, op.value.Tags[0], op.value.OperationID), op.value.title(ctx)}
			}
		}
	}
}

// rows describes the values of a schema, each by its path; whether a value is
// required is of interest to those who write it.
func (d Document) rows(ctx context.Context, prefix string, s *schema, writing bool) []row {
	s = d.schema(s)
	if s == nil {
		return nil
	}
	var rows []row
	for _, p := range s.Properties {
		value := d.schema(p.value)
		r := row{prefix + p.name, d.typeOf(ctx, value), writing && slices.Contains(s.Required, p.name), prose(meaning(ctx, value))}
		at, elsewhere := d.elsewhere(prefix, p.value)
		if elsewhere {
			r.Text = append(r.Text, prosePart{Text: "\n" + text.RefSee.In(ctx)}, prosePart{Text: at.title, Href: at.href})
		}
		rows = append(rows, r)
		if !elsewhere {
			rows = append(rows, d.inner(ctx, r.Name, value, writing)...)
		}
	}
	return rows
}

// elsewhere tells where a value within others is described already.
func (d Document) elsewhere(prefix string, s *schema) (home, bool) {
	at, ok := d.homes[lastPart(s.Ref)]
	if !ok && d.schema(s).Items != nil {
		at, ok = d.homes[lastPart(d.schema(s).Items.Ref)]
	}
	return at, ok && (prefix != "" || s.Ref == "")
}

// inner describes what a list or an object holds.
func (d Document) inner(ctx context.Context, name string, s *schema, writing bool) []row {
	if s.Items != nil {
		return d.rows(ctx, name+"[].", s.Items, writing)
	}
	rows := d.rows(ctx, name+".", s, writing)
	var values schema
	if json.Unmarshal(s.AdditionalProperties, &values) != nil { // false, or nothing: no other names
		return rows
	}
	value := d.schema(&values)
	if len(value.Properties) == 0 {
		return append(rows, row{name + ".*", d.typeOf(ctx, value), false, prose(meaning(ctx, value))})
	}
	return append(rows, d.rows(ctx, name+".*.", value, writing)...)
}

// meaning is a value's description with the words it may be.
func meaning(ctx context.Context, s *schema) string {
	said := strings.TrimSpace(s.text(ctx))
	var choices []string
	for _, word := range s.Enum {
		if word != "" && !strings.Contains(said, "`"+word+"`") {
			choices = append(choices, "`"+word+"`")
		}
	}
	if len(choices) > 0 {
		said += "\n" + text.RefChoices.In(ctx) + strings.Join(choices, " ")
	}
	return said
}

func (d Document) typeOf(ctx context.Context, s *schema) string {
	if len(s.OneOf) == 2 {
		return text.RefEither.In(ctx, typeWords(ctx, d.schema(s.OneOf[0])), typeWords(ctx, d.schema(s.OneOf[1])))
	}
	name := typeWords(ctx, s)
	if s.Nullable {
		return text.RefNull.In(ctx, name)
	}
	return name
}

func typeWords(ctx context.Context, s *schema) string {
	switch {
	case s.Format == "date-time":
		return text.RefTime.In(ctx)
	case s.Type == "string" && s.MaxLength > 0:
		return text.RefTextMax.In(ctx, text.Number(int64(s.MaxLength)))
	case s.Type == "array" && s.MaxItems > 0:
		return text.RefListMax.In(ctx, text.Number(int64(s.MaxItems)))
	}
	return map[string]text.Text{
		"string": text.RefText, "integer": text.RefInteger, "number": text.RefNumber, "boolean": text.RefBoolean,
		"array": text.RefList, "object": text.RefObject,
	}[s.Type].In(ctx)
}

// pretty writes an example as the samples are written.
func pretty(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	return slimStyle.literal(tree(raw), 0)
}

// tree is a JSON value as a sample's, its names in their order.
func tree(raw json.RawMessage) any {
	var s string
	var items []json.RawMessage
	var names ordered[json.RawMessage]
	switch {
	case json.Unmarshal(raw, &s) == nil && string(raw) != "null":
		return s
	case json.Unmarshal(raw, &items) == nil && string(raw) != "null":
		all := make(list, len(items))
		for i, item := range items {
			all[i] = tree(item)
		}
		return all
	case raw[0] == '{' && json.Unmarshal(raw, &names) == nil:
		var o object
		for _, e := range names {
			o = append(o, pair{e.name, tree(e.value)})
		}
		return o
	}
	return raw // a number, true, false or null
}
