package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// FirstOfDraft is somebody whom a draft is for, to begin a preview with;
// ErrNotFound when there is nobody yet.
func (s *Store) FirstOfDraft(ctx context.Context, app App, d Draft) (Recipient, error) {
	switch {
	case d.Audience.Kind == AudienceList:
		ids, err := s.listedIDs(ctx, d.ListID, 0, 1)
		if err != nil || len(ids) == 0 {
			return Recipient{}, one(errors.Join(err, gorm.ErrRecordNotFound), "first of the list")
		}
		return s.Recipient(ctx, app.ID, ids[0])
	case len(d.Problems.Audience.Fields) > 0:
		return Recipient{}, fmt.Errorf("first of the audience: %w", ErrNotFound)
	}
	return s.FirstOf(ctx, app, d.Template, d.Audience.only())
}

// BesideInDraft is who follows somebody among those whom a draft is for, or with
// back precedes them. ErrNotFound: there is nobody, or it would take too long to
// find them.
func (s *Store) BesideInDraft(ctx context.Context, app App, d Draft, person Recipient, back bool) (Recipient, error) {
	if len(d.Problems.Audience.Fields) > 0 {
		return Recipient{}, fmt.Errorf("beside a person: %w", ErrNotFound)
	}
	a := d.Audience.only()
	if a.Kind == AudienceList {
		query := s.read.WithContext(ctx).Model(&batchRow{}).Select("recipient_id").Where("list_id = ? AND recipient_id > 0", d.ListID)
		var row batchRow
		if err := beside(query, "recipient_id", person.ID, back).Take(&row).Error; err != nil {
			return Recipient{}, one(err, "person of the list")
		}
		return s.Recipient(ctx, app.ID, row.RecipientID)
	}
	if query, ok := s.listed(ctx, app.ID, a, 0); ok {
		var r Recipient
		err := beside(query, "id", person.ID, back).Take(&r).Error
		return r, one(err, "person of the audience")
	}
	return s.besideFiltered(ctx, app, d.Template, a, person, back)
}

// beside begins a query at a person: named people go by id.
func beside(query *gorm.DB, column string, id int64, back bool) *gorm.DB {
	if back {
		return query.Where(column+" < ?", id).Order(column + " DESC")
	}
	return query.Where(column+" > ?", id).Order(column)
}

// besideFiltered walks on from a person, newest users first as their list does.
func (s *Store) besideFiltered(ctx context.Context, app App, t Template, a Audience, person Recipient, back bool) (Recipient, error) {
	q, err := s.filtered(ctx, app, t, a, 0)
	if err != nil {
		return Recipient{}, err
	}
	byID, err := q.byID(ctx)
	if err != nil {
		return Recipient{}, err
	}
	walk := q.walk(byID, place{id: person.ID}, back, 1)
	walk.until = walk.begun.Add(lookNoLonger)
	for err == nil && !walk.done && !walk.spent() {
		var found []place
		if found, err = walk.next(ctx); len(found) > 0 {
			return s.Recipient(ctx, app.ID, found[0].id)
		}
	}
	return Recipient{}, one(cmp.Or(err, gorm.ErrRecordNotFound), "person of the audience")
}
