package models

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// namedIDs are the next people of an audience that is kept person by person: the
// people of the check that a batch was submitted with, or those of a list. named
// is false for any other.
func (s *Store) namedIDs(ctx context.Context, b Batch, n int) (ids []int64, named bool, err error) {
	switch {
	case b.CheckID != 0:
		query := s.read.WithContext(ctx).Table("checked_people").Select("recipient_id").
			Where("check_id = ? AND recipient_id > ? AND verdict < ?", b.CheckID, b.ExpandAfter, verdictLeftOut).Order("recipient_id").Limit(n)
		ids, err = scanAll(query, func(id *int64, rows *sql.Rows) error { return rows.Scan(id) })
	case b.Audience.Kind == AudienceList:
		ids, err = s.listedIDs(ctx, b.ListID, b.ExpandAfter, n)
	default:
		return nil, false, nil
	}
	if err != nil {
		return nil, true, fmt.Errorf("find people by id: %w", err)
	}
	return ids, true, nil
}

// peopleByID loads some of an App's people, by id; those who were erased are
// missing.
func (s *Store) peopleByID(ctx context.Context, appID int64, ids []int64) ([]Recipient, error) {
	var people []Recipient
	for part := range slices.Chunk(ids, listChunk) {
		query := s.read.WithContext(ctx).Model(&Recipient{}).
			Select("id", "app_id", "openid", "nickname", "remark", "last_sent_at", "created_at", "updated_at", "phone", "attributes", "note").
			Where("id IN ? AND app_id = ? AND erased_at = 0", part, appID)
		found, err := scanAll(query, (*Recipient).scan)
		if err != nil {
			return nil, fmt.Errorf("load recipients: %w", err)
		}
		people = append(people, found...)
	}
	slices.SortFunc(people, func(a, b Recipient) int { return int(a.ID - b.ID) })
	return people, nil
}

// DraftReach counts whom a draft is for, as far as that is cheap: for the step
// where the audience is chosen.
func (s *Store) DraftReach(ctx context.Context, app App, d Draft) (Reach, error) {
	b := d.sendable(app, s.Now())
	switch {
	case d.Audience.Kind == AudienceList:
		if !d.List.Complete {
			return Reach{}, nil
		}
		need := reaching(app, d.Template, max(s.Now(), b.StartAt))
		listed := s.read.WithContext(ctx).Table("batch_rows").Select("recipient_id AS id").Where("list_id = ? AND recipient_id > 0", b.ListID).Limit(countCap + 1)
		n, err := s.cappedRows(ctx, need.where(s.read.WithContext(ctx).Table("(?) AS recipients", listed)))
		return Reach{People: CappedCount{N: d.List.Known}, Reachable: n}, err
	case len(d.Problems.Audience.Fields) > 0:
		return Reach{}, nil
	}
	return s.Reach(ctx, app, d.Template, b.Audience, b.StartAt)
}
