package models

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// Preview is a draft's message to one person.
type Preview struct {
	To       Recipient
	Typed    Rendering // as it was typed: what is sent
	Shown    Rendering // as WeChat shows it: without colours and emphasis
	Problems []ValueProblem
}

// ValueProblem is a value that is refused, or may be, in one person's message.
type ValueProblem struct {
	Field  string // as in Rendering: data.KEY, data.KEY.colour, page …
	Name   string // of the keyword; empty: it is about no keyword
	Reason Reason
	Limit  int
	Value  string
	Fix    string // what could stand there instead; empty: no suggestion
	Blocks bool   // certain: the message would fail unsent
}

// PreviewDraft renders a draft's message for a person by the very code that makes
// it. The draft may hold changes that are not saved. In a draft for a list, a
// person who is not listed gets some line of it.
func (s *Store) PreviewDraft(ctx context.Context, app App, d Draft, to Recipient) (Preview, error) {
	row, err := s.rowFor(ctx, d, to)
	if err != nil {
		return Preview{}, err
	}
	r := d.Template.Render(d.sentContent().of(to, row), app.Zone())
	return Preview{To: to, Typed: r, Shown: r.AsShown(), Problems: d.Template.problems(r)}, nil
}

// rowFor is a person's line of a draft's list, else some line; nil when the
// audience is no list.
func (s *Store) rowFor(ctx context.Context, d Draft, to Recipient) (map[string]string, error) {
	if d.Audience.Kind != AudienceList || d.ListID == 0 {
		return nil, nil
	}
	var row batchRow
	query := s.read.WithContext(ctx).Select("cells").Where("list_id = ?", d.ListID).Limit(1)
	err := query.Session(&gorm.Session{}).Where("recipient_id = ?", to.ID).Find(&row).Error
	if err == nil && row.Cells == nil {
		err = query.Session(&gorm.Session{}).Find(&row).Error
	}
	if err != nil {
		return nil, fmt.Errorf("load line of list %d: %w", d.ListID, err)
	}
	return d.row(row.Cells), nil
}

// problems lists what is wrong with a rendering, with suggestions.
func (t Template) problems(r Rendering) []ValueProblem {
	var all []ValueProblem
	for i, fe := range append(append([]FieldError{}, r.Errors.Fields...), r.Warnings.Fields...) {
		p := ValueProblem{Field: fe.Field, Reason: fe.Reason, Limit: fe.Limit, Blocks: i < len(r.Errors.Fields)}
		if fe.Field == "page" {
			p.Value = r.Page
		}
		for n, k := range t.Keywords {
			if key, _ := strings.CutPrefix(fe.Field, "data."); key == k.Key {
				p.Name, p.Value = k.Name, r.Keywords[n].Value
				p.Fix = t.fix(k, p.Value)
			}
		}
		all = append(all, p)
	}
	return all
}
