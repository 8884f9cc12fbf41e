package wechat

import (
	"regexp"
	"slices"
	"strings"
)

// The types of an own template. The legacy list names none.
const (
	TypeLegacy = 0
	TypeOnce   = 2 // one accept allows one message
	TypeLong   = 3 // one accept allows any number
)

// OwnTemplate is a template of the account's own list, legacy or subscribe. Content holds lines such as
// "单号{{keyword1.DATA}}", and Example the same lines with values.
type OwnTemplate struct {
	TemplateID string              `json:"template_id"`
	Title      string              `json:"title"`
	Content    string              `json:"content"`
	Example    string              `json:"example"`
	Type       int                 `json:"type,omitempty"`
	Choices    map[string][]string `json:"choices,omitempty"` // by key: the only values that the platform takes
}

// OwnKeyword is one blank of an OwnTemplate.
type OwnKeyword struct {
	Key     string
	Name    string
	Example string
	Choices []string
}

var blank = regexp.MustCompile(`([^\n{}]*)\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\.DATA\s*\}\}`)

// Keywords reads the blanks from the content, in order: a key is what stands there and nothing else, its number is not
// the number of the keyword in the library. A blank without a name before it is called by its key.
func (t OwnTemplate) Keywords() []OwnKeyword {
	var found []OwnKeyword
	examples := strings.Split(t.Example, "\n")
	for _, m := range blank.FindAllStringSubmatch(t.Content, -1) {
		k := OwnKeyword{Key: m[2], Name: label(m[1])}
		if slices.ContainsFunc(found, func(o OwnKeyword) bool { return o.Key == k.Key }) {
			continue
		}
		if k.Name == "" {
			k.Name = k.Key
		} else {
			k.Example = exampleOf(examples, k.Name)
		}
		k.Choices = t.Choices[k.Key]
		found = append(found, k)
	}
	return found
}

// label takes the colon off a name: some templates have one before the blank, in either width.
func label(text string) string {
	return strings.TrimSpace(strings.TrimRight(strings.TrimSpace(text), ":："))
}

func exampleOf(lines []string, name string) string {
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), name); ok {
			if value := strings.TrimLeft(rest, ":： "); value != rest || rest == "" {
				return strings.TrimSpace(value)
			}
		}
	}
	return ""
}
