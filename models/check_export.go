package models

import (
	"context"
	"iter"
)

// AllChecked goes through everyone whom a check met, group by group of their
// reach. It breaks off with ErrConflict when the check is retired on the way: what
// was read so far is then not the whole.
func (s *Store) AllChecked(ctx context.Context, app App, c BatchCheck) iter.Seq2[[]CheckedPerson, error] {
	return func(yield func([]CheckedPerson, error) bool) {
		for _, group := range reachGroups {
			people := allOf(func(at Cursor) (Slice[CheckedPerson], error) {
				now, err := s.BatchCheck(ctx, app.ID, c.ID)
				if err == nil && now.State != CheckDone {
					err = ErrConflict
				}
				if err != nil {
					return Slice[CheckedPerson]{}, err
				}
				return s.CheckedPeople(ctx, app, c, group, at, exportChunk)
			})
			for found, err := range people {
				if !yield(found, err) || err != nil {
					return
				}
			}
		}
	}
}
