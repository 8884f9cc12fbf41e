package models

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// RecipientFilter narrows the list of users; zero fields do not. What it says of
// a code (HasCode, Kind, TemplateID, Expiring) must hold of one usable code.
type RecipientFilter struct {
	Search         string        `json:"search,omitempty"` // begins a word in nickname, remark or phone, or begins the openid
	Tags           []string      `json:"tags,omitempty"`   // has all of these, by name
	HasCode        bool          `json:"has_code,omitempty"`
	Kind           CodeKind      `json:"kind,omitempty"`        // has a code of this kind
	TemplateID     string        `json:"template_id,omitempty"` // has a code that pays for this template (the platform's id)
	Expiring       time.Duration `json:"expiring,omitempty"`    // has a code that expires within this time
	NeverMessaged  bool          `json:"never_messaged,omitempty"`
	SentBefore     Millis        `json:"sent_before,omitempty"` // the last message went before this time (never does not count)
	SentAfter      Millis        `json:"sent_after,omitempty"`  // the last message went at this time or later
	Refused        bool          `json:"refused,omitempty"`     // a subscription was taken back or found empty
	Attribute      string        `json:"attribute,omitempty"`   // has this attribute
	AttributeValue string        `json:"attribute_value,omitempty"`
	Cursor         Cursor        `json:"-"`
}

// maxFilterTags is how many tags a filter may ask for together.
const maxFilterTags = 10

// check trims a filter and refuses what cannot be looked for, by the names that
// its fields have in JSON.
func (f *RecipientFilter) check() error {
	var bad ValidationError
	f.Search, f.Attribute, f.AttributeValue = strings.TrimSpace(f.Search), strings.TrimSpace(f.Attribute), strings.TrimSpace(f.AttributeValue)
	f.Tags = checkTags(&bad, "tags", f.Tags)
	if len(f.Tags) > maxFilterTags {
		bad.Add("tags", ReasonTooMany, maxFilterTags)
	}
	if f.Kind != "" && !slices.Contains(CodeKinds, f.Kind) {
		bad.Add("kind", ReasonBadChoice)
	}
	if f.Expiring < 0 {
		bad.Add("expiring", ReasonBadChoice)
	}
	if f.Attribute != "" || f.AttributeValue != "" {
		checkAttributeKey(&bad, "attribute", f.Attribute)
		checkText(&bad, "attribute_value", f.AttributeValue, 0, maxAttribute)
	}
	return bad.Err()
}

// jsonText is a text as it stands in JSON.
func jsonText(text string) string {
	raw, _ := json.Marshal(text) // of a string, it does not fail
	return string(raw)
}
