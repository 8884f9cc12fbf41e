package integration

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// object is a value of a sample whose names stand in the order given.
type object []pair

type pair struct {
	name  string
	value any // string, object, list, or what stands as it is in JSON
}

type list []any

// style is how a language writes text, objects and lists.
type style struct {
	text               func(string) string
	open, colon, close string // of an object
	begin, end         string // of a list
	lastComma          bool   // after the last entry of several lines
	indent             string
	width              int // how long a value may be before it is written in several lines
}

// The styles. Python and JavaScript read JSON as it is.
var (
	jsonStyle = style{jsonText, "{", ": ", "}", "[", "]", false, "  ", 96}
	goStyle   = style{jsonText, "object{", ": ", "}", "list{", "}", true, "\t", 96}
	slimStyle = style{jsonText, "{", ": ", "}", "[", "]", false, "  ", 44}
	phpStyle  = style{phpText, "[", " => ", "]", "[", "]", true, "    ", 96}
)

// literal writes a value, its lines after the first indented by depth.
func (s style) literal(value any, depth int) string {
	switch v := value.(type) {
	case string:
		return s.text(v)
	case json.RawMessage:
		return string(v)
	case object:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = s.text(p.name) + s.colon + s.literal(p.value, inner(depth, len(v)))
		}
		return s.enclose(s.open, parts, s.close, depth)
	case list:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = s.literal(item, inner(depth, len(v)))
		}
		return s.enclose(s.begin, parts, s.end, depth)
	}
	return ""
}

// inner is the depth of the entries: one alone stays on the line of its bracket.
func inner(depth, entries int) int {
	if entries == 1 {
		return depth
	}
	return depth + 1
}

func (s style) enclose(open string, parts []string, end string, depth int) string {
	flat := open + strings.Join(parts, ", ") + end
	if len(parts) < 2 || (utf8.RuneCountInString(flat) <= s.width && !strings.Contains(flat, "\n")) {
		return flat
	}
	line := "\n" + strings.Repeat(s.indent, depth+1)
	last := ""
	if s.lastComma {
		last = ","
	}
	return open + line + strings.Join(parts, ","+line) + last + "\n" + strings.Repeat(s.indent, depth) + end
}

// jsonText quotes as JSON does, which Go, Java, JavaScript and Python read too.
func jsonText(s string) string {
	var out bytes.Buffer
	encode := json.NewEncoder(&out)
	encode.SetEscapeHTML(false)
	if err := encode.Encode(s); err != nil {
		return `""` // a string always becomes JSON
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// phpText is in single quotes: double ones would read $ as a variable.
func phpText(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// shellText is in single quotes, within which nothing is special.
func shellText(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// javaBlock is what stands between the marks of a Java text block.
func javaBlock(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"""`, `\"""`).Replace(s)
}
