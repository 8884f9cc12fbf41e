package simulator

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// longest is how many characters a value of a keyword type may have. The platform's further rules are left to it.
var longest = map[string]int{
	"thing": 20, "number": 32, "letter": 32, "symbol": 5, "character_string": 32, "phone_number": 17, "car_number": 8,
	"name": 20, "phrase": 5,
}

// judgeValues checks that a subscribe message fills every keyword of its template, within length and without a
// forbidden word. Keys that the template does not have are ignored.
func (a *account) judgeValues(t Template, m message) *refusal {
	switch m.State {
	case "", "formal", "trial", "developer":
	default:
		return &refusal{code: 40097}
	}
	for _, k := range t.Keywords {
		text := string(m.values[k.Key].Value)
		limit := longest[strings.TrimRight(k.Key, "0123456789")]
		switch {
		case strings.TrimSpace(text) == "":
			return badValue(k.Key, "is empty")
		case len(k.Choices) > 0 && !slices.Contains(k.Choices, text):
			return badValue(k.Key, "invalid")
		case limit > 0 && utf8.RuneCountInString(text) > limit, strings.ContainsAny(text, "\n\r\t"):
			return badValue(k.Key, "invalid")
		}
	}
	for _, v := range m.values {
		for _, word := range a.app.Blacklist {
			if strings.Contains(string(v.Value), word) {
				return &refusal{code: 45168}
			}
		}
	}
	return nil
}

func badValue(key, what string) *refusal {
	return &refusal{code: 47003, detail: fmt.Sprintf("argument invalid! data.%s.value %s", key, what)}
}
