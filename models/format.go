package models

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Format turns a business value into the text of a keyword.
type Format string

// The formats.
const (
	FormatNone     Format = ""
	FormatDate     Format = "date"     // 2026-11-23
	FormatDateTime Format = "datetime" // 2026-11-23 10:24
	FormatDateCN   Format = "date_cn"  // 2026年11月23日
	FormatYuan     Format = "yuan"     // 12.5 → ¥12.50
	FormatFen      Format = "fen"      // 1250 → ¥12.50
	FormatUpper    Format = "upper"
	FormatLower    Format = "lower"
	FormatCut20    Format = "cut20" // at most 20 characters, the last one … where it was cut
)

// Formats lists them in the order of the select box.
var Formats = []Format{FormatNone, FormatDate, FormatDateTime, FormatDateCN, FormatYuan, FormatFen, FormatUpper, FormatLower, FormatCut20}

// Valid tells whether f is one of the formats.
func (f Format) Valid() bool { return slices.Contains(Formats, f) }

// dateForms are what a caller may send as a time. Without an offset the value
// is in the App's zone.
var dateForms = []string{time.RFC3339Nano, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02"}

var dateLayouts = map[Format]string{FormatDate: "2006-01-02", FormatDateTime: "2006-01-02 15:04", FormatDateCN: "2006年1月2日"}

// Apply formats a value; the reason is empty when it could.
func (f Format) Apply(value string, zone *time.Location) (string, Reason) {
	value = strings.TrimSpace(value)
	if value == "" {
		return "", ""
	}
	switch f {
	case FormatDate, FormatDateTime, FormatDateCN:
		for _, form := range dateForms {
			if t, err := time.ParseInLocation(form, value, zone); err == nil {
				return t.In(zone).Format(dateLayouts[f]), ""
			}
		}
		return value, ReasonBadDate
	case FormatYuan, FormatFen:
		return money(value, f)
	case FormatUpper:
		return strings.ToUpper(value), ""
	case FormatLower:
		return strings.ToLower(value), ""
	case FormatCut20:
		if utf8.RuneCountInString(value) > 20 {
			return clip(value, 19) + "…", ""
		}
	}
	return value, ""
}

var (
	yuanForm = regexp.MustCompile(`^([0-9]{1,10})(?:\.([0-9]{1,2}))?$`)
	fenForm  = regexp.MustCompile(`^[0-9]{1,12}$`)
)

// money works on digits: a float would turn 0.29 into 28 fen.
func money(value string, f Format) (string, Reason) {
	if f == FormatFen {
		if !fenForm.MatchString(value) {
			return value, ReasonBadNumber
		}
		value = strings.Repeat("0", max(0, 3-len(value))) + value
		yuan := strings.TrimLeft(value[:len(value)-2], "0")
		if yuan == "" {
			yuan = "0"
		}
		return "¥" + yuan + "." + value[len(value)-2:], ""
	}
	m := yuanForm.FindStringSubmatch(strings.TrimPrefix(value, "¥"))
	if m == nil {
		return value, ReasonBadNumber
	}
	yuan, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return value, ReasonBadNumber
	}
	return "¥" + strconv.FormatInt(yuan, 10) + "." + (m[2] + "00")[:2], ""
}

var colourForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// cleanColour reads #RRGGBB or nothing.
func cleanColour(bad *ValidationError, field, colour string) string {
	colour = strings.ToLower(strings.TrimSpace(colour))
	if colour != "" && !colourForm.MatchString(colour) {
		bad.Add(field, ReasonBadColour)
	}
	return colour
}

// cleanPage strips the leading slash, which the platform answers with 41030.
func cleanPage(bad *ValidationError, field, page string) string {
	page = strings.TrimLeft(strings.TrimSpace(page), "/")
	switch {
	case utf8.RuneCountInString(page) > 1024:
		bad.Add(field, ReasonTooLong, 1024)
	case strings.ContainsFunc(page, func(r rune) bool { return r <= ' ' || r == 0x7f }) || !utf8.ValidString(page):
		bad.Add(field, ReasonBadFormat)
	}
	return page
}
