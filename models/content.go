package models

import (
	"cmp"
	"maps"
	"strings"
	"time"
)

// Content is what a caller wants a message to say: values typed for keywords,
// business fields that the mapping turns into values, or both. A typed value wins.
type Content struct {
	Data     map[string]TypedValue // by keyword key
	Fields   map[string]string     // by business field
	Page     *string               // nil: the template's own; {order_no} in it is a Source
	Emphasis *string               // nil: the template's own; empty: none

	attributes map[string]string // of the person it is for
	row        map[string]string // that person's line of an uploaded list, by column
}

// TypedValue is what was chosen for a keyword itself. The zero value leaves all
// to the template.
type TypedValue struct {
	Value  string // the text, unless From says another source
	Colour string // empty: the template's own; ColourNone: none; else #RRGGBB

	From    Source `json:",omitempty"` // empty: Value where it is not, else the template's mapping
	Default string `json:",omitempty"` // stands in for an empty value; empty: the template's own
	Format  Format `json:",omitempty"` // of the value; empty: the template's own for its mapping, else none
	Cut     int    `json:",omitempty"` // longer values are cut at a word, with a mark; 0: never
}

// ColourNone is the colour of a keyword that is to have none in one send,
// whatever its template says.
const ColourNone = "none"

// Source says where a value comes from: SourceText, or FieldSource, ColumnSource
// or AttributeSource of a name. It is made to stand in forms and in JSON.
type Source string

// SourceText is the text that was typed, the same for everyone.
const SourceText Source = "text"

const (
	fromField     = "field"
	fromColumn    = "column"
	fromAttribute = "attribute"
)

// FieldSource is a business field: a column of the uploaded list that is named so,
// else a value of Content.Fields, else openid, nickname or remark of the person.
func FieldSource(name string) Source { return Source(fromField + ":" + name) }

// ColumnSource is a column of the uploaded list.
func ColumnSource(name string) Source { return Source(fromColumn + ":" + name) }

// AttributeSource is what the shop keeps about a person under a key.
func AttributeSource(key string) Source { return Source(fromAttribute + ":" + key) }

// Field, Column and Attribute return the name of such a source.
func (s Source) Field() (name string, ok bool) { return strings.CutPrefix(string(s), fromField+":") }

// Column returns the name of a ColumnSource.
func (s Source) Column() (name string, ok bool) { return strings.CutPrefix(string(s), fromColumn+":") }

// Attribute returns the key of an AttributeSource.
func (s Source) Attribute() (key string, ok bool) {
	return strings.CutPrefix(string(s), fromAttribute+":")
}

// For adds what is known of a person as business fields, below what the caller
// gives: openid, nickname and remark.
func (c Content) For(person Recipient) Content { return c.of(person, c.row) }

// of is For with the person's line of an uploaded list, whose cells stand above
// all others unless they are empty.
func (c Content) of(person Recipient, row map[string]string) Content {
	fields := map[string]string{"openid": person.Openid, "nickname": person.Nickname, "remark": person.Remark}
	maps.Copy(fields, c.Fields)
	for column, cell := range row {
		if _, given := fields[column]; cell != "" || !given {
			fields[column] = cell
		}
	}
	c.Fields, c.attributes, c.row = fields, person.Attributes, row
	return c
}

// lookUp returns what a source holds; known is false when there is no such thing,
// for anyone. An attribute that one person lacks is merely empty.
func (c Content) lookUp(from Source) (value string, known bool) {
	if name, ok := from.Field(); ok {
		value, known = c.Fields[name]
	} else if name, ok := from.Column(); ok {
		value, known = c.row[name]
	} else if key, ok := from.Attribute(); ok && key != "" {
		value, known = c.attributes[key], true
	}
	return strings.TrimSpace(value), known
}

// from is where a keyword's value comes from in this content; empty: nowhere.
func (c Content) from(k Keyword) Source {
	typed := c.Data[k.Key]
	switch {
	case typed.From != "":
		return typed.From
	case strings.TrimSpace(typed.Value) != "":
		return SourceText
	case k.Field != "":
		return FieldSource(k.Field)
	}
	return ""
}

// fill finds a keyword's value and brings it into its form.
func (k Keyword) fill(c Content, zone *time.Location, bad *ValidationError) KeywordValue {
	typed, field := c.Data[k.Key], "data."+k.Key
	out := KeywordValue{Key: k.Key, Name: k.Name, Colour: typed.colourOver(k.Colour, bad, field+".colour")}
	from, format := c.from(k), typed.Format
	raw, known := strings.TrimSpace(typed.Value), true
	if from != SourceText {
		raw, known = c.lookUp(from)
	}
	if typed.From == "" && from != SourceText {
		known, format = true, cmp.Or(format, k.Format) // a mapping asks for nothing
	}
	if !known {
		bad.Add(field, ReasonNoSource)
	}
	value, reason := format.Apply(raw, zone)
	if reason != "" {
		bad.Add(field, reason)
	}
	if value == "" {
		value = strings.TrimSpace(cmp.Or(typed.Default, k.DefaultValue))
	}
	if typed.Cut > 0 {
		value = k.cut(value, typed.Cut)
	}
	out.Value = value
	return out
}

// colourOver is the colour of a keyword whose template gives it one.
func (v TypedValue) colourOver(own string, bad *ValidationError, field string) string {
	switch {
	case v.Colour == "":
		return own
	case strings.EqualFold(strings.TrimSpace(v.Colour), ColourNone):
		return ""
	}
	return cleanColour(bad, field, v.Colour)
}
