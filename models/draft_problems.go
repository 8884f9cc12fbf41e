package models

import (
	"cmp"
	"slices"
	"strings"
)

// The reasons that drafts have beside the others.
const (
	ReasonNoSource   Reason = "no_source"   // no such column of the list, no such business field
	ReasonPast       Reason = "past"        // a time that is over
	ReasonTooFar     Reason = "too_far"     // a time too far ahead
	ReasonNobody     Reason = "nobody"      // nobody is left to send to
	ReasonUnchecked  Reason = "unchecked"   // there is no check, or something has changed since
	ReasonOtherTotal Reason = "other_total" // the number that was typed is not that of the messages
	ReasonNotTester  Reason = "not_tester"
)

// DraftProblems is what keeps a draft from being sent, by the step where it is
// mended. The fields are
//
//	Template  template
//	Audience  audience; list: it is missing, not complete, or has no known person
//	Content   data (all blank), data.KEY, data.KEY.colour, data.KEY.format, data.KEY.cut, page, emphasis
//	Plan      name, start_at, late, pace, stop_percent, quiet, quiet_from, quiet_until
//
// Content holds what is wrong for everyone. What is wrong for one person is found
// by the check.
type DraftProblems struct {
	Template, Audience, Content, Plan ValidationError
}

// All lists the problems in the order of the steps.
func (p DraftProblems) All() ValidationError {
	return ValidationError{Fields: slices.Concat(p.Template.Fields, p.Audience.Fields, p.Content.Fields, p.Plan.Fields)}
}

// judge fills in the problems.
func (d *Draft) judge(app App, now Millis) {
	d.Problems = DraftProblems{}
	switch {
	case d.TemplateRef == 0:
		d.Problems.Template.Add("template", ReasonRequired)
	case d.Template.ID == 0:
		d.Problems.Template.Add("template", ReasonUnknownTemplate)
	case d.Template.Held():
		d.Problems.Template.Add("template", d.Template.HeldReason())
	}
	d.judgeAudience()
	if d.Template.ID != 0 {
		d.judgeContent(app)
	}
	d.input(app, now, &d.Problems.Plan)
}

// input is what the batch is to be made from, with everything noted that is wrong
// with the plan.
func (d *Draft) input(app App, now Millis, bad *ValidationError) BatchInput {
	in := d.Plan.read(app, now, bad)
	in.Name = cmp.Or(strings.TrimSpace(in.Name), d.Template.Title, string(BatchDraft))
	in.validatePlan(bad, now)
	return in
}

func (d *Draft) judgeAudience() {
	bad := &d.Problems.Audience
	switch d.Audience.Kind {
	case "":
		bad.Add("audience", ReasonRequired)
	case AudienceList:
		switch {
		case !d.List.Complete:
			bad.Add("list", ReasonRequired)
		case d.List.Known == 0:
			bad.Add("list", ReasonNobody)
		}
	default:
		a := d.Audience
		if a.Filter != nil {
			filter := *a.Filter // check trims it
			a.Filter = &filter
		}
		a.check(bad)
	}
}

// judgeContent finds what is wrong for everyone: it renders the content for
// somebody about whom all is known that may be known, and then looks only at what
// does not depend on the person.
func (d *Draft) judgeContent(app App) {
	bad, content := &d.Problems.Content, d.sentContent()
	for _, k := range d.Template.Keywords {
		typed := content.Data[k.Key]
		if !typed.Format.Valid() {
			bad.Add("data."+k.Key+".format", ReasonBadChoice)
		}
		if typed.Cut < 0 || typed.Cut > maxLegacyRunes {
			bad.Add("data."+k.Key+".cut", ReasonBadChoice)
		}
		if from := content.from(k); typed.From != "" && from != SourceText && !from.valid() {
			bad.Add("data."+k.Key, ReasonBadChoice)
		}
	}
	r := d.Template.Render(content.of(Recipient{}, d.row(nil)), app.Zone())
	for _, fe := range r.Errors.Fields {
		if _, known := bad.Of(fe.Field); known {
			continue
		}
		if key, isValue := strings.CutPrefix(fe.Field, "data."); isValue && fe.Reason != ReasonNoSource && d.varies(content, key) {
			continue
		}
		if fe.Field == "data" && d.anyVaries(content) {
			continue
		}
		bad.Fields = append(bad.Fields, fe)
	}
}

// valid tells whether a source is of a kind that there is.
func (s Source) valid() bool {
	field, isField := s.Field()
	column, isColumn := s.Column()
	key, isAttribute := s.Attribute()
	return s == SourceText || isField && field != "" || isColumn && column != "" || isAttribute && key != ""
}

// varies tells whether a keyword's value may differ from person to person.
func (d *Draft) varies(content Content, key string) bool {
	at := slices.IndexFunc(d.Template.Keywords, func(k Keyword) bool { return k.Key == key })
	if at < 0 {
		return false
	}
	from := content.from(d.Template.Keywords[at])
	if _, ok := from.Column(); ok {
		return true
	}
	if _, ok := from.Attribute(); ok {
		return true
	}
	name, ok := from.Field()
	if !ok {
		return false
	}
	_, ofPerson := Content{}.For(Recipient{}).Fields[name]
	return ofPerson && content.Fields[name] == "" || d.Audience.Kind == AudienceList && slices.Contains(d.List.Columns, name)
}

// Asks tells whether a keyword's business field has to be told by whoever writes
// the draft: neither the person nor the uploaded list says it.
func (d *Draft) Asks(k Keyword) bool {
	_, ofPerson := Content{}.For(Recipient{}).Fields[k.Field]
	return k.Field != "" && !ofPerson && !(d.Audience.Kind == AudienceList && slices.Contains(d.List.Columns, k.Field))
}

func (d *Draft) anyVaries(content Content) bool {
	return slices.ContainsFunc(d.Template.Keywords, func(k Keyword) bool { return d.varies(content, k.Key) })
}

// row is a person's line of the uploaded list by column; of nil cells, the
// columns with nothing in them. It is nil when the audience is no list.
func (d *Draft) row(cells []string) map[string]string {
	if d.Audience.Kind != AudienceList {
		return nil
	}
	return rowOf(d.List.Columns, cells)
}

// sentContent is the content as far as the template knows it: what was typed for
// the keywords of another template is kept in the draft and not sent.
func (d Draft) sentContent() Content {
	c := d.Content
	c.Data = map[string]TypedValue{}
	own := c.Emphasis == nil || *c.Emphasis == ""
	for _, k := range d.Template.Keywords {
		if typed, ok := d.Content.Data[k.Key]; ok {
			c.Data[k.Key] = typed
		}
		own = own || *c.Emphasis == k.Key
	}
	if !own {
		c.Emphasis = nil
	}
	return c
}
