package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// MessageFilter narrows the history; zero fields do not.
type MessageFilter struct {
	State       MessageState
	TemplateRef int64
	RecipientID int64
	BatchID     int64
	Errcode     *int
	Reason      Cause
	AskedBy     ActorKind // who asked for it
	AskedByID   int64     // which of them; 0: any
	From, Until Millis    // when the message was asked for: From inclusive, Until exclusive
	Cursor      Cursor
}

// Messages lists an App's messages, newest first. However many there are and
// however few match, it costs about the same: where looking would take long the
// page comes back short and says so (Slice.More).
func (s *Store) Messages(ctx context.Context, appID int64, f MessageFilter, size int) (Slice[Message], error) {
	w := messageWalk{Store: s, appID: appID, f: f, back: f.Cursor.After != 0, begun: s.Now()}
	if ours, err := w.ours(ctx); err != nil || !ours {
		return Slice[Message]{}, err
	}
	if err := w.choose(ctx); err != nil {
		return Slice[Message]{}, err
	}
	return w.page(ctx, size)
}

// messageWalk looks for messages along an index whose entries are in the order
// of ids, one window of ids after the other.
type messageWalk struct {
	*Store
	appID int64
	f     MessageFilter
	back  bool // towards newer ones
	begun Millis

	from, until int64 // ids: the first wanted, and the first that is not; 0: no bound

	index     string // the condition that the index fulfils
	indexArgs []any
	rest      []judgement // what is left to be judged row by row
}

// judgement is a column and what it must hold.
type judgement struct {
	column string
	value  any
}

// ours tells whether the person and the batch that are asked for are the App's.
func (w *messageWalk) ours(ctx context.Context) (bool, error) {
	var err error
	if w.f.RecipientID != 0 {
		_, err = w.Recipient(ctx, w.appID, w.f.RecipientID)
	}
	if err == nil && w.f.BatchID != 0 {
		_, err = w.Batch(ctx, w.appID, w.f.BatchID)
	}
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// choose finds the index that leads to the fewest rows which are not wanted, and
// leaves the other conditions to be judged row by row.
func (w *messageWalk) choose(ctx context.Context) error {
	f := w.f
	w.index, w.indexArgs = "app_id = ?", []any{w.appID}
	// Ids begin with the time of creation, so a time range is a range of ids.
	if f.From.IsSet() {
		w.from = FirstID(f.From)
	}
	if f.Until.IsSet() {
		w.until = FirstID(f.Until)
	}
	w.judge(f.State != "", "state", f.State)
	switch {
	case f.RecipientID != 0:
		w.index, w.indexArgs = "recipient_id = ?", []any{f.RecipientID}
	case f.State.trouble():
		w.index, w.indexArgs = "app_id = ? AND trouble = ?", []any{w.appID, f.State}
	case f.BatchID != 0:
		w.index, w.indexArgs = "batch_id = ?", []any{f.BatchID}
	case f.State == MessageQueued || f.State == MessageSending:
		n, err := w.capped(ctx, &Message{}, "app_id = ? AND state = ?", w.appID, f.State)
		if err != nil {
			return err
		}
		if !n.Over { // so few that sorting them costs nothing
			w.index, w.indexArgs = "app_id = ? AND state = ?", []any{w.appID, f.State}
		}
	}
	w.judge(f.BatchID != 0, "batch_id", f.BatchID)
	w.judge(f.TemplateRef != 0, "template_ref", f.TemplateRef)
	w.judge(f.Errcode != nil, "errcode", f.Errcode)
	w.judge(f.Reason != "", "reason", f.Reason)
	w.judge(f.AskedBy != "", "actor_kind", f.AskedBy)
	w.judge(f.AskedByID != 0, "actor_id", f.AskedByID)
	return w.narrow(ctx)
}

func (w *messageWalk) judge(when bool, column string, value any) {
	if when {
		w.rest = append(w.rest, judgement{column, value})
	}
}

// narrow keeps a walk for a batch's troubles within the ids of that batch, which
// were made together.
func (w *messageWalk) narrow(ctx context.Context) error {
	if w.f.BatchID == 0 || !w.f.State.trouble() || w.f.RecipientID != 0 {
		return nil
	}
	var first, last sql.NullInt64
	row := w.read.WithContext(ctx).Model(&Message{}).Select("MIN(id), MAX(id)").Where("batch_id = ?", w.f.BatchID).Row()
	if err := row.Scan(&first, &last); err != nil {
		return fmt.Errorf("find the messages of batch %d: %w", w.f.BatchID, err)
	}
	w.from = max(w.from, first.Int64)
	if w.until == 0 || w.until > last.Int64 {
		w.until = last.Int64 + 1
	}
	return nil
}

// begin is the place before the first entry to look at.
func (w *messageWalk) begin() int64 {
	switch {
	case w.back:
		return max(w.f.Cursor.After, w.from-1)
	case w.until == 0 || (w.f.Cursor.Before != 0 && w.f.Cursor.Before < w.until):
		return w.f.Cursor.Before
	}
	return w.until
}

// bounded moves the end of a window to the bound that the walk is to stop at. The
// query for it does not name that bound: with two of them MariaDB reads the index
// from the App's last entry on.
func (w *messageWalk) bounded(end int64) (_ int64, beyond bool) {
	switch {
	case w.back && w.until != 0 && end >= w.until:
		return w.until - 1, true
	case !w.back && end < w.from:
		return w.from, true
	}
	return end, false
}

// along is a query for the index entries that follow a place.
func (w *messageWalk) along(ctx context.Context, at int64) *gorm.DB {
	query := w.read.WithContext(ctx).Model(&Message{}).Where(w.index, w.indexArgs...)
	switch {
	case at == 0:
	case w.back:
		query = query.Where("id > ?", at)
	default:
		query = query.Where("id < ?", at)
	}
	if w.back {
		return query.Order("id ASC")
	}
	return query.Order("id DESC")
}

// window is the last of the next n index entries, and whether there are more.
func (w *messageWalk) window(ctx context.Context, at int64, n int) (end int64, more bool, err error) {
	farthest := "MIN(id)"
	if w.back {
		farthest = "MAX(id)"
	}
	var last sql.NullInt64
	var count int
	some := w.along(ctx, at).Select("id").Limit(n)
	err = w.read.WithContext(ctx).Table("(?) AS some", some).Select(farthest+", COUNT(*)").Row().Scan(&last, &count)
	if err != nil {
		return 0, false, fmt.Errorf("look along the messages: %w", err)
	}
	end, beyond := w.bounded(last.Int64)
	return end, count == n && !beyond, nil
}

// page gathers one page of rows, at most so many windows far.
func (w *messageWalk) page(ctx context.Context, size int) (Slice[Message], error) {
	at := w.begin()
	var rows []Message
	more := true
	for n, looked := 10*size, 0; more && len(rows) <= size; n = w.grown(n, looked) {
		if looked >= lookAtMost || (looked > 0 && w.Now().Sub(w.begun) >= lookNoLonger) {
			return w.short(rows, at), nil
		}
		end, further, err := w.window(ctx, at, n)
		if err != nil {
			return Slice[Message]{}, err
		}
		bound := "id >= ?"
		if w.back {
			bound = "id <= ?"
		}
		var found []Message
		query := w.along(ctx, at).Where(bound, end).Limit(size + 1 - len(rows))
		for _, j := range w.rest {
			// In a form that no index serves, or the server might leave the one we walk along.
			query = query.Where("CASE WHEN "+j.column+" = ? THEN 1 ELSE 0 END = 1", j.value)
		}
		if err := query.Find(&found).Error; err != nil {
			return Slice[Message]{}, fmt.Errorf("list messages: %w", err)
		}
		rows, more, at, looked = append(rows, found...), further, end, looked+n
	}
	return w.slice(rows, size), nil
}

// grown is how many entries the next window takes: more and more, but none that
// would take longer than the time that is left.
func (w *messageWalk) grown(n, looked int) int {
	n = min(4*n, lookAtMost-looked)
	took := w.Now().Sub(w.begun)
	if left := lookNoLonger - took; took > 0 && left > 0 {
		n = min(n, max(looked*int(left)/int(took), lookAtOnce/4))
	}
	return n
}

// short is a page that was given up before it was full.
func (w *messageWalk) short(rows []Message, at int64) Slice[Message] {
	page := w.slice(rows, len(rows))
	page.More = true
	if w.back {
		page.Newer, page.Older = Cursor{After: at}, Cursor{Before: w.f.Cursor.After + 1}
	} else {
		page.Older = Cursor{Before: at}
		if w.f.Cursor.Before != 0 {
			page.Newer = Cursor{After: w.f.Cursor.Before - 1}
		}
	}
	return page
}

// slice makes a page of what was found in the direction of the walk.
func (w *messageWalk) slice(rows []Message, size int) Slice[Message] {
	more := len(rows) > size
	rows = rows[:min(size, len(rows))]
	if w.back {
		slices.Reverse(rows)
	}
	page := Slice[Message]{Rows: rows}
	if len(rows) == 0 {
		return page
	}
	if w.back || more {
		page.Older = Cursor{Before: rows[len(rows)-1].ID}
	}
	if (w.back && more) || w.f.Cursor.Before != 0 {
		page.Newer = Cursor{After: rows[0].ID}
	}
	return page
}
