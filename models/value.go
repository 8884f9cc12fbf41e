package models

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// valueRule is what the platform's table of parameter types says of one type. The
// vendor calls that table old and may take more: what breaks the form alone is a
// warning, and only the length is certain.
type valueRule struct {
	limit    int               // in characters
	hanLimit int               // the same, with a Chinese character among them
	form     func(string) bool // nil: anything
	narrow   bool              // digits and signs of the Chinese keyboard are not meant
}

var valueRules = map[string]valueRule{
	"thing":            {limit: 20},
	"number":           {limit: 33, form: isNumber, narrow: true},
	"letter":           {limit: 32, form: matches(`^[A-Za-z]+$`), narrow: true},
	"symbol":           {limit: 5, form: isSymbols},
	"character_string": {limit: 32, form: matches(`^[ -~]+$`), narrow: true},
	"time":             {limit: maxLegacyRunes, form: matches(`^` + timeRange + `$`), narrow: true},
	"date":             {limit: maxLegacyRunes, form: matches(`^` + dateRange + `$`), narrow: true},
	"amount":           {limit: 20, form: matches(`^[¥￥$€£]?[0-9]{1,10}(\.[0-9]+)?元?$`), narrow: true},
	"phone_number":     {limit: 17, form: matches(`^[0-9+\-() ]+$`), narrow: true},
	"car_number":       {limit: 8, form: matches(`^[\p{Han}A-Za-z0-9][A-Za-z0-9]*[\p{Han}A-Za-z0-9]?$`), narrow: true},
	"name":             {limit: 20, hanLimit: maxHanName, form: isName},
	"phrase":           {limit: 5, form: matches(`^\p{Han}+$`)},
	"const":            {limit: 20},
	"short_thing":      {limit: maxLegacyRunes, form: func(s string) bool { return utf8.RuneCountInString(s) <= 5 }},
}

// How the platform writes times and dates: a 24-hour clock, and dates with one
// kind of separator; either may be a range.
const (
	clock     = `([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?`
	day       = `([0-9]{4}年)?[0-9]{1,2}月([0-9]{1,2}日)?|([0-9]{4}-)?[0-9]{1,2}-[0-9]{1,2}|([0-9]{4}/)?[0-9]{1,2}/[0-9]{1,2}|([0-9]{4}\.)?[0-9]{1,2}\.[0-9]{1,2}|[0-9]{4}[-/.][0-9]{1,2}`
	oneTime   = `((` + day + `) )?` + clock
	oneDate   = `(` + day + `)( ` + clock + `)?`
	timeRange = oneTime + `(~` + oneTime + `)?`
	dateRange = oneDate + `(~(` + oneDate + `|` + clock + `))?`
)

func matches(form string) func(string) bool { return regexp.MustCompile(form).MatchString }

var numberForm = regexp.MustCompile(`^[0-9]{1,32}(\.[0-9]+)?$`)

func isNumber(s string) bool {
	return numberForm.MatchString(s) && len(strings.Replace(s, ".", "", 1)) <= 32
}

func isSymbols(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

const maxHanName = 10

func isName(s string) bool {
	han := strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	return !strings.ContainsFunc(s, unicode.IsDigit) && (!han || utf8.RuneCountInString(s) <= maxHanName)
}

// Type is a subscribe keyword's type, the key without its number ("thing2" is
// a thing); legacy keywords have none.
func (k Keyword) Type() string {
	t := strings.TrimRight(k.Key, "0123456789")
	if t == "keyword" {
		return ""
	}
	return t
}

// Limit is how many characters a value of this keyword may have.
func (k Keyword) Limit() int {
	if rule, ok := valueRules[k.Type()]; ok {
		return rule.limit
	}
	return maxLegacyRunes
}

// warn notes a value whose form its type does not know.
func (k Keyword) warn(value string, warnings *ValidationError, field string) {
	if rule := valueRules[k.Type()]; rule.form != nil && !rule.form(value) {
		warnings.Add(field, ReasonBadFormat)
	}
}

// fix suggests what could stand in place of a value that was refused or warned
// of: without invisible characters, in narrow signs, cut at a word. Empty: none of
// these makes it fit.
func (t Template) fix(k Keyword, value string) string {
	fixed := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(value, "")))
	rule := valueRules[k.Type()]
	if rule.narrow && !rule.form(fixed) {
		fixed = strings.Map(narrow, fixed)
	}
	for _, limit := range []int{k.Limit(), rule.hanLimit} {
		var r Rendering
		cut := k.cut(fixed, limit)
		if t.checkValue(k, cut, &r); limit > 0 && cut != value && len(r.Errors.Fields)+len(r.Warnings.Fields) == 0 {
			return cut
		}
	}
	return ""
}

// narrow is the sign of the Latin keyboard for one of the Chinese.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	case r == '。':
		return '.'
	}
	return r
}
