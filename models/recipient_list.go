package models

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Recipients lists an App's users: newest first; those that a search finds by the
// word it begins; those with a code about to expire by that. A page may come short
// (Slice.More) when few of many candidates match.
func (s *Store) Recipients(ctx context.Context, appID int64, filter RecipientFilter, size int) (Slice[Recipient], error) {
	q, err := s.peopleQuery(ctx, appID, filter)
	if err != nil {
		return Slice[Recipient]{}, err
	}
	at := filter.Cursor
	walk, err := q.list(ctx, at, size+1, lookNoLonger)
	if err != nil {
		return Slice[Recipient]{}, err
	}
	var found []place
	for !walk.done && len(found) <= size && !walk.spent() {
		step, err := walk.next(ctx)
		if err != nil {
			return Slice[Recipient]{}, err
		}
		found = append(found, step...)
	}
	page := walk.page(found, size, at)
	return page, s.fillIn(ctx, appID, page.Rows)
}

// list prepares a list in the order that its filter has.
func (q *peopleQuery) list(ctx context.Context, at Cursor, step int, atMost time.Duration) (*peopleWalk, error) {
	byID, err := q.byID(ctx)
	var d driver = byID
	switch {
	case err != nil:
	case q.search != "":
		d, err = q.byName(ctx, byID)
	case q.filter.Expiring > 0 && len(q.codes) > 0:
		d, err = q.byExpiry(ctx, byID)
	}
	if err != nil {
		return nil, fmt.Errorf("look for recipients: %w", err)
	}
	walk := q.walk(d, place{at.Key, max(at.Before, at.After)}, at.After != 0, step)
	walk.until = walk.begun.Add(atMost)
	return walk, nil
}

// page cuts what was found to a page's size and says how to go on from it.
func (w *peopleWalk) page(found []place, size int, at Cursor) Slice[Recipient] {
	full := len(found) > size
	end := w.at // where the next page goes on
	if full {
		found = found[:size]
		end = found[size-1]
	}
	page := Slice[Recipient]{More: !full && !w.done}
	onward, home := Cursor{Before: end.id, Key: end.key}, Cursor{}
	if len(found) > 0 {
		home = Cursor{After: found[0].id, Key: found[0].key}
	}
	if w.back {
		onward, home = onward.turned(), home.turned()
	}
	if full || !w.done {
		page.Older = onward
	}
	if at != (Cursor{}) {
		page.Newer = home
	}
	if w.back {
		slices.Reverse(found)
		page.Older, page.Newer = page.Newer, page.Older
	}
	for _, p := range found {
		page.Rows = append(page.Rows, Recipient{ID: p.id})
	}
	return page
}

// fillIn loads the rows of a page.
func (s *Store) fillIn(ctx context.Context, appID int64, rows []Recipient) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	people, err := s.RecipientNames(ctx, appID, ids)
	for i, r := range rows {
		rows[i] = people[r.ID]
	}
	return err
}

// countNoLonger bounds how long people are counted.
const countNoLonger = 100 * time.Millisecond

// CountRecipients counts whom a filter finds, as far as that is cheap: Over tells
// that there are, or may be, more.
func (s *Store) CountRecipients(ctx context.Context, appID int64, filter RecipientFilter) (CappedCount, error) {
	q, err := s.peopleQuery(ctx, appID, filter)
	if err != nil {
		return CappedCount{}, err
	}
	return q.count(ctx)
}

func (q *peopleQuery) count(ctx context.Context) (CappedCount, error) {
	walk, err := q.list(ctx, Cursor{}, lookAtOnce, countNoLonger)
	if err != nil {
		return CappedCount{}, err
	}
	n := 0
	for !walk.done && n <= countCap && !walk.spent() {
		found, err := walk.next(ctx)
		if err != nil {
			return CappedCount{}, err
		}
		n += len(found)
	}
	return CappedCount{N: int64(min(n, countCap)), Over: n > countCap || !walk.done}, nil
}
