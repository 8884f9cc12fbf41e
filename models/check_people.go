package models

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// CheckedPerson is somebody whom a check met. Problems are those of the values as
// they are now; they are looked for where the check found any.
type CheckedPerson struct {
	Recipient
	Verdict
	Content  Rendering // what the message would say
	Problems []ValueProblem
}

// CheckedPeople lists the people of a group in a check, newest users first. It is
// empty for a check that is retired, and those who were erased since are missing.
// An unknown group is a ValidationError of the field group.
func (s *Store) CheckedPeople(ctx context.Context, app App, c BatchCheck, group CheckGroup, at Cursor, size int) (Slice[CheckedPerson], error) {
	if !slices.Contains(CheckGroups, group) {
		return Slice[CheckedPerson]{}, &ValidationError{Fields: []FieldError{{Field: "group", Reason: ReasonBadChoice}}}
	}
	met, err := s.metIn(ctx, c, group, at, size+1)
	if err != nil {
		return Slice[CheckedPerson]{}, err
	}
	more := len(met) > size
	met = met[:min(len(met), size)]
	if at.After != 0 {
		slices.Reverse(met)
	}
	page := Slice[CheckedPerson]{}
	if len(met) > 0 && (more || at.After != 0) {
		page.Older = Cursor{Before: met[len(met)-1].id}
	}
	if len(met) > 0 && (at.Before != 0 || more && at.After != 0) {
		page.Newer = Cursor{After: met[0].id}
	}
	page.Rows, err = s.checkedPeople(ctx, app, c, met)
	return page, err
}

// metPerson is a row of checked_people.
type metPerson struct {
	id      int64
	verdict int
}

// metIn finds the next people of a group. The index keeps each verdict in order of
// the people; these few ranges are merged here.
func (s *Store) metIn(ctx context.Context, c BatchCheck, group CheckGroup, at Cursor, n int) ([]metPerson, error) {
	var all []metPerson
	for _, verdict := range verdictsIn(group) {
		query := s.read.WithContext(ctx).Table("checked_people").Select("recipient_id", "verdict").
			Where("check_id = ? AND verdict = ?", c.ID, verdict).Limit(n)
		found, err := scanAll(near(query, at), func(p *metPerson, rows *sql.Rows) error { return rows.Scan(&p.id, &p.verdict) })
		if err != nil {
			return nil, fmt.Errorf("list checked people: %w", err)
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b metPerson) int {
		if at.After != 0 {
			return int(a.id - b.id)
		}
		return int(b.id - a.id)
	})
	return all[:min(len(all), n)], nil
}

// near begins a list of people at a cursor.
func near(query *gorm.DB, at Cursor) *gorm.DB {
	switch {
	case at.After != 0:
		return query.Where("recipient_id > ?", at.After).Order("recipient_id")
	case at.Before != 0:
		query = query.Where("recipient_id < ?", at.Before)
	}
	return query.Order("recipient_id DESC")
}

// checkedPeople loads people and says what is wrong with their values.
func (s *Store) checkedPeople(ctx context.Context, app App, c BatchCheck, met []metPerson) ([]CheckedPerson, error) {
	if len(met) == 0 {
		return nil, nil
	}
	b, t, err := s.checkedBatch(ctx, app, c)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(met))
	for i, p := range met {
		ids[i] = p.id
	}
	samples, err := s.samplesOf(ctx, app, b, t, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]Sample, len(samples))
	for _, sample := range samples {
		byID[sample.To.ID] = sample
	}
	var list []CheckedPerson
	for _, p := range met {
		sample, ok := byID[p.id]
		if !ok {
			continue
		}
		checked := CheckedPerson{Recipient: sample.To, Content: sample.Content, Verdict: verdictOf(p.verdict)}
		if checked.Blocked || checked.Warned {
			checked.Problems = t.problems(checked.Content)
		}
		list = append(list, checked)
	}
	return list, nil
}

// checkedBatch is the batch that a check is about, as a draft or as it was submitted.
func (s *Store) checkedBatch(ctx context.Context, app App, c BatchCheck) (Batch, Template, error) {
	b, err := s.Batch(ctx, app.ID, c.BatchID)
	if err != nil {
		return Batch{}, Template{}, err
	}
	d, err := s.draftOf(ctx, app, b)
	if b.State == BatchDraft {
		b = d.sendable(app, s.Now())
	}
	return b, d.Template, err
}
