package models

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Content is what a caller wants a message to say: values typed for keywords,
// business fields that the mapping turns into values, or both. A typed value wins.
type Content struct {
	Data     map[string]TypedValue // by keyword key
	Fields   map[string]string     // by business field
	Page     *string               // nil: the template's own
	Emphasis *string               // nil: the template's own
}

// For adds what is known of a person as business fields, below what the caller
// gives: openid, nickname and remark.
func (c Content) For(person Recipient) Content {
	fields := map[string]string{"openid": person.Openid, "nickname": person.Nickname, "remark": person.Remark}
	maps.Copy(fields, c.Fields)
	c.Fields = fields
	return c
}

// TypedValue is a value given for a keyword itself. An empty Colour leaves the
// keyword's own.
type TypedValue struct {
	Value, Colour string
}

// KeywordValue is one line of a message as it is sent and stored.
type KeywordValue struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Value  string `json:"value"`
	Colour string `json:"colour,omitempty"`
}

// Rendering is a message's content after mapping: what the preview shows and,
// when Errors is empty, exactly what is sent.
type Rendering struct {
	Keywords []KeywordValue
	Page     string
	Emphasis string
	Errors   ValidationError // fields: data.KEY, data.KEY.colour, page, emphasis
}

// Render fills a template's blanks. It is the only code that does, for preview,
// compose page and API alike.
func (t Template) Render(c Content, zone *time.Location) Rendering {
	r := Rendering{Page: t.Page, Emphasis: t.Emphasis}
	if c.Page != nil {
		r.Page = *c.Page
	}
	if c.Emphasis != nil {
		r.Emphasis = *c.Emphasis
	}
	known := map[string]bool{}
	blank := true
	for _, k := range t.Keywords {
		known[k.Key] = true
		value := k.fill(c, zone, &r.Errors)
		t.checkValue(k, value.Value, &r.Errors)
		blank = blank && value.Value == ""
		r.Keywords = append(r.Keywords, value)
	}
	for _, key := range slices.Sorted(maps.Keys(c.Data)) {
		if !known[key] {
			r.Errors.Add("data."+key, ReasonUnknownKeyword)
		}
	}
	if blank && len(r.Errors.Fields) == 0 {
		r.Errors.Add("data", ReasonAllBlank)
	}
	if r.Emphasis != "" && !known[r.Emphasis] {
		r.Errors.Add("emphasis", ReasonUnknownKeyword)
	}
	r.Page = cleanPage(&r.Errors, "page", r.Page)
	return r
}

// fill finds a keyword's value: typed, from its business field, or its default.
func (k Keyword) fill(c Content, zone *time.Location, bad *ValidationError) KeywordValue {
	out := KeywordValue{Key: k.Key, Name: k.Name, Colour: k.Colour}
	typed, isTyped := c.Data[k.Key]
	if isTyped && typed.Colour != "" {
		out.Colour = cleanColour(bad, "data."+k.Key+".colour", typed.Colour)
	}
	if isTyped && strings.TrimSpace(typed.Value) != "" {
		out.Value = strings.TrimSpace(typed.Value)
		return out
	}
	if raw, ok := c.Fields[k.Field]; ok && k.Field != "" {
		value, reason := k.Format.Apply(raw, zone)
		if reason != "" {
			bad.Add("data."+k.Key, reason)
		}
		out.Value = value
	}
	if out.Value == "" {
		out.Value = strings.TrimSpace(k.DefaultValue)
	}
	return out
}

// maxLegacyRunes bounds a value of a legacy template, for which the platform
// documents no limit: far beyond what a card shows.
const maxLegacyRunes = 200

// checkValue refuses what the platform is certain to refuse. A legacy card may
// have blanks; a subscribe message may not.
func (t Template) checkValue(k Keyword, value string, bad *ValidationError) {
	field := "data." + k.Key
	if _, refused := bad.Of(field); refused {
		return
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		bad.Add(field, ReasonControlChars)
		return
	}
	if t.Kind == KindTemplate {
		if utf8.RuneCountInString(value) > maxLegacyRunes {
			bad.Add(field, ReasonTooLong, maxLegacyRunes)
		}
		return
	}
	if value == "" {
		bad.Add(field, ReasonRequired)
		return
	}
	if limit := k.Limit(); utf8.RuneCountInString(value) > limit {
		bad.Add(field, ReasonTooLong, limit)
	}
}

var keyNumber = regexp.MustCompile(`[0-9]+$`)

// valueLimits is the length of each type of keyword in characters (fact: the
// platform's table of parameter types; it is old, so only length is certain).
var valueLimits = map[string]int{
	"thing": 20, "number": 33, "letter": 32, "symbol": 5, "character_string": 32,
	"amount": 20, "phone_number": 17, "car_number": 8, "name": 20, "phrase": 5, "const": 20,
}

// Type is a subscribe keyword's type, the key without its number ("thing2" is
// a thing); legacy keywords have none.
func (k Keyword) Type() string {
	t := keyNumber.ReplaceAllString(k.Key, "")
	if t == "keyword" {
		return ""
	}
	return t
}

// Limit is how many characters a value of this keyword may have.
func (k Keyword) Limit() int {
	if limit, ok := valueLimits[k.Type()]; ok {
		return limit
	}
	return maxLegacyRunes
}
