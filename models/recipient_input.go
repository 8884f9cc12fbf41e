package models

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What may be kept about one user.
const (
	maxAttributes   = 50
	maxAttributeKey = 64
	maxAttribute    = 200
	maxNote         = 2000
	maxTagsOfOne    = 50
	maxTagName      = 32
)

// erasedPrefix begins the openid of an erased person.
const erasedPrefix = "erased-"

// RecipientInput is what a person or the shop's backend says of a user.
type RecipientInput struct {
	Openid     string
	Nickname   string
	Remark     string
	Phone      string
	Attributes map[string]string // nil: left alone
	Tags       []string          // nil: left alone; else exactly these
	Note       *string           // nil: left alone
}

// validate trims what was given and refuses what cannot be kept. The fields are
// openid, nickname, remark, phone, attributes, tags and note.
func (in *RecipientInput) validate() *ValidationError {
	var bad ValidationError
	in.Openid, in.Nickname, in.Remark = strings.TrimSpace(in.Openid), strings.TrimSpace(in.Nickname), strings.TrimSpace(in.Remark)
	checkToken(&bad, "openid", in.Openid, 64)
	if strings.HasPrefix(in.Openid, erasedPrefix) { // somebody whose data are gone stays so
		bad.Add("openid", ReasonBadFormat)
	}
	checkText(&bad, "nickname", in.Nickname, 0, 100)
	checkText(&bad, "remark", in.Remark, 0, 200)
	in.Phone = plainPhone(in.Phone)
	checkPhone(&bad, in.Phone)
	in.Attributes = checkAttributes(&bad, in.Attributes)
	in.Tags = checkTags(&bad, "tags", in.Tags)
	if in.Note != nil {
		note := strings.TrimSpace(*in.Note)
		in.Note = &note
		checkNote(&bad, note)
	}
	return &bad
}

// plainPhone leaves out what people put between digits.
func plainPhone(phone string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-()（）－", r) {
			return -1
		}
		return r
	}, phone)
}

// checkPhone takes what a number looks like, also one with its middle masked: a
// column that is something else altogether should not pass as a phone number.
func checkPhone(bad *ValidationError, phone string) {
	switch {
	case len(phone) > 32:
		bad.Add("phone", ReasonTooLong, 32)
	case strings.Trim(phone, "+0123456789*#") != "" || strings.Trim(phone, "+*#") == "" && phone != "":
		bad.Add("phone", ReasonBadFormat)
	}
}

func checkAttributes(bad *ValidationError, attributes map[string]string) map[string]string {
	if attributes == nil {
		return nil
	}
	trimmed := make(map[string]string, len(attributes))
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		value := strings.TrimSpace(attributes[key])
		key = strings.TrimSpace(key)
		checkAttributeKey(bad, "attributes", key)
		checkText(bad, "attributes", value, 0, maxAttribute)
		trimmed[key] = value
	}
	if len(trimmed) > maxAttributes {
		bad.Add("attributes", ReasonTooMany, maxAttributes)
	}
	return trimmed
}

// checkAttributeKey takes words of letters, digits and a few signs. Quotes and
// the like stay out, so that a key and its value can be found in stored JSON.
func checkAttributeKey(bad *ValidationError, field, key string) {
	switch {
	case key == "":
		bad.Add(field, ReasonRequired)
	case utf8.RuneCountInString(key) > maxAttributeKey:
		bad.Add(field, ReasonTooLong, maxAttributeKey)
	case strings.ContainsFunc(key, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_-.:/", r)
	}):
		bad.Add(field, ReasonBadFormat)
	}
}

// checkTags trims names and leaves out repetition; nil stays nil.
func checkTags(bad *ValidationError, field string, names []string) []string {
	if names == nil {
		return nil
	}
	once := []string{}
	for _, name := range names {
		name = strings.TrimSpace(name)
		checkText(bad, field, name, 1, maxTagName)
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	if len(once) > maxTagsOfOne {
		bad.Add(field, ReasonTooMany, maxTagsOfOne)
	}
	slices.Sort(once)
	return once
}

// checkNote takes several lines, unlike checkText.
func checkNote(bad *ValidationError, note string) {
	flat := strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ").Replace(note)
	checkText(bad, "note", flat, 0, maxNote)
}
