package models

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

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
	Warnings ValidationError // what the platform may refuse, or should not be so; by the same fields
}

// AsShown is a rendering as WeChat shows it today: without colours, and with no
// value shown large.
func (r Rendering) AsShown() Rendering {
	r.Keywords = slices.Clone(r.Keywords)
	for i := range r.Keywords {
		r.Keywords[i].Colour = ""
	}
	r.Emphasis = ""
	return r
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
		t.checkValue(k, value.Value, &r)
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
	r.Page = cleanPage(&r.Errors, "page", c.fillPage(r.Page, &r))
	return r
}

// maxLegacyRunes bounds a value of a legacy template, for which the platform
// documents no limit: far beyond what a card shows.
const maxLegacyRunes = 200

// checkValue refuses what the platform is certain to refuse, and warns of what
// the rules of the keyword's type speak against. A legacy card may have blanks; a
// subscribe message may not.
func (t Template) checkValue(k Keyword, value string, r *Rendering) {
	field := "data." + k.Key
	if _, refused := r.Errors.Of(field); refused {
		return
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		r.Errors.Add(field, ReasonControlChars)
		return
	}
	limit := maxLegacyRunes
	if t.Kind != KindTemplate {
		if limit = k.Limit(); value == "" {
			r.Errors.Add(field, ReasonRequired)
			return
		}
	}
	if utf8.RuneCountInString(value) > limit {
		r.Errors.Add(field, ReasonTooLong, limit)
		return
	}
	if !t.Choices.allows(k.Key, value) {
		r.Errors.Add(field, ReasonBadChoice)
		return
	}
	if t.Kind != KindTemplate {
		k.warn(value, &r.Warnings, field)
	}
}
