package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkText refuses what no text column should hold: a wrong length (in runes),
// broken UTF-8 and control characters.
func checkText(bad *ValidationError, field, s string, minRunes, maxRunes int) {
	switch n := utf8.RuneCountInString(s); {
	case n == 0 && minRunes > 0:
		bad.Add(field, ReasonRequired)
	case n < minRunes:
		bad.Add(field, ReasonTooShort, minRunes)
	case n > maxRunes:
		bad.Add(field, ReasonTooLong, maxRunes)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		bad.Add(field, ReasonControlChars)
	}
}

// checkToken refuses what no openid, code or platform id can be: empty, longer
// than its column, or holding blanks or anything beyond printable ASCII.
func checkToken(bad *ValidationError, field, s string, maxBytes int) {
	switch {
	case s == "":
		bad.Add(field, ReasonRequired)
	case len(s) > maxBytes:
		bad.Add(field, ReasonTooLong, maxBytes)
	case strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }):
		bad.Add(field, ReasonBadFormat)
	}
}
