package models

import (
	"maps"
	"slices"
)

// saving is a user on the way into the database: as stored, and as it is to be.
type saving struct {
	before, after         Recipient // ID 0: not known yet
	tagsBefore, tagsAfter []string
	taken                 bool // an input about this user was accepted
}

// merge takes over what an input carries and names the fields that changed by it.
// An input that cannot be taken over changes nothing.
func (p *saving) merge(in RecipientInput) (changed []string, bad *ValidationError) {
	bad = &ValidationError{}
	attributes := p.after.Attributes
	if len(in.Attributes) > 0 {
		attributes = maps.Clone(attributes)
		if attributes == nil {
			attributes = map[string]string{}
		}
		maps.Copy(attributes, in.Attributes)
		attributes = filled(attributes)
		if len(attributes) > maxAttributes {
			bad.Add("attributes", ReasonTooMany, maxAttributes)
			return nil, bad
		}
	}
	next := p.after
	if in.Nickname != "" {
		next.Nickname = in.Nickname
	}
	if in.Remark != "" {
		next.Remark = in.Remark
	}
	if in.Phone != "" {
		next.Phone = in.Phone
	}
	next.Attributes = attributes
	return p.become(next, in), bad
}

// replace is merge for a form, which shows all it holds.
func (p *saving) replace(in RecipientInput) (changed []string) {
	next := p.after
	next.Nickname, next.Remark, next.Phone = in.Nickname, in.Remark, in.Phone
	if in.Attributes != nil {
		next.Attributes = filled(in.Attributes)
	}
	return p.become(next, in)
}

// filled leaves out attributes without a value; none at all is nil, as loaded.
func filled(attributes map[string]string) map[string]string {
	var kept map[string]string
	for key, value := range attributes {
		if value == "" {
			continue
		}
		if kept == nil {
			kept = map[string]string{}
		}
		kept[key] = value
	}
	return kept
}

func (p *saving) become(next Recipient, in RecipientInput) (changed []string) {
	if in.Note != nil {
		next.Note = *in.Note
	}
	note := func(field string, differs bool) {
		if differs {
			changed = append(changed, field)
		}
	}
	note("nickname", next.Nickname != p.after.Nickname)
	note("remark", next.Remark != p.after.Remark)
	note("phone", next.Phone != p.after.Phone)
	note("attributes", !maps.Equal(next.Attributes, p.after.Attributes))
	note("note", next.Note != p.after.Note)
	if in.Tags != nil {
		note("tags", !slices.Equal(in.Tags, p.tagsAfter))
		p.tagsAfter = in.Tags
	}
	p.after = next
	return changed
}

// rowChanged tells whether the user's own row is to be written.
func (p *saving) rowChanged() bool {
	a, b := p.before, p.after
	return a.Nickname != b.Nickname || a.Remark != b.Remark || a.Phone != b.Phone || a.Note != b.Note || !maps.Equal(a.Attributes, b.Attributes)
}
