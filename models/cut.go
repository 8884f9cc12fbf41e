package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut makes a value fit into so many characters, at the most into what the keyword
// takes, with a mark where something is missing.
func (k Keyword) cut(value string, limit int) string {
	mark := "…"
	if k.Type() == "character_string" { // which knows no other signs than those of ASCII
		mark = ".."
	}
	return cutAtWord(value, min(limit, k.Limit()), mark)
}

// cutAtWord cuts between words if half of the room or more is used then: a Chinese
// character is a word. It takes no sign apart that is made of several characters,
// such as a family or a flag.
func cutAtWord(value string, limit int, mark string) string {
	if utf8.RuneCountInString(value) <= limit {
		return value
	}
	runes := []rune(value)
	at := max(limit-utf8.RuneCountInString(mark), 0)
	for at > 0 && joined(runes, at) {
		at--
	}
	word := at
	for word > 0 && scriptOf(runes[word-1]) == letters && scriptOf(runes[word]) == letters {
		word--
	}
	if word >= (limit+1)/2 {
		at = word
	}
	kept := strings.TrimRightFunc(string(runes[:at]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:-、，；：－—", r)
	})
	if kept == "" {
		return clip(value, limit)
	}
	return kept + mark
}

const joiner = '\u200d'

// joined tells whether a character belongs to the one before it.
func joined(runes []rune, at int) bool {
	r, before := runes[at], runes[at-1]
	switch {
	case before == joiner || unicode.In(r, unicode.Mark, unicode.Cf) || (r >= 0x1f3fb && r <= 0x1f3ff): // joined, an accent, a skin tone
		return true
	case !isFlag(r):
		return false
	}
	pairs := 0 // two letters make a flag
	for at > 0 && isFlag(runes[at-1]) {
		at--
		pairs++
	}
	return pairs%2 == 1
}

func isFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
