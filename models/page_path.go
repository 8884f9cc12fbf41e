package models

import (
	"net/url"
	"regexp"
	"strings"
)

// pageHole is where a page path names a value: {order_no}, {attribute:city}. What
// is not named so stays as it is.
var pageHole = regexp.MustCompile(`\{[\p{L}\p{N}][^{}"'\x00-\x20]*\}`)

// holeSource reads what stands between the braces. A name alone is a business field.
func holeSource(hole string) Source {
	name := hole[1 : len(hole)-1]
	for _, kind := range []string{fromField, fromColumn, fromAttribute} {
		if strings.HasPrefix(name, kind+":") {
			return Source(name)
		}
	}
	return FieldSource(name)
}

// fillPage puts a person's values into a page path, escaped as a part of a URL. A
// name that nobody has a value for is an error; a person without one is a warning.
func (c Content) fillPage(page string, r *Rendering) string {
	if !strings.Contains(page, "{") {
		return page
	}
	unknown, empty := false, false
	query := strings.IndexByte(page, '?')
	var out strings.Builder
	last := 0
	for _, at := range pageHole.FindAllStringIndex(page, -1) {
		value, known := c.lookUp(holeSource(page[at[0]:at[1]]))
		unknown, empty = unknown || !known, empty || value == ""
		escaped := url.PathEscape(value)
		if query >= 0 && at[0] > query {
			// Mini programs take a query apart without reading + as a blank.
			escaped = strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
		}
		out.WriteString(page[last:at[0]])
		out.WriteString(escaped)
		last = at[1]
	}
	switch {
	case unknown:
		r.Errors.Add("page", ReasonNoSource)
		return page
	case empty:
		r.Warnings.Add("page", ReasonRequired)
	}
	return out.String() + page[last:]
}
