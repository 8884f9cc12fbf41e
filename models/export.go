package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Export is data that somebody takes out as a file.
type Export struct {
	What     string // recipient, message …
	ObjectID int64  // of the one thing it is about; 0: of a list
	Format   string
	Filter   map[string][]string
	Rows     int64
	Complete bool // false: it broke off on its way
}

// BeginExport writes down who is about to take what out: without that entry
// nothing goes.
func (s *Store) BeginExport(ctx context.Context, actor Actor, appID int64, e Export) error {
	return s.audit(ctx, actor, change{AppID: appID, Action: e.What + ".export", Object: e.What, ObjectID: e.ObjectID, After: map[string]any{
		"format": e.Format, "filter": e.Filter,
	}})
}

// EndExport writes down how much went out.
func (s *Store) EndExport(ctx context.Context, actor Actor, appID int64, e Export) error {
	return s.audit(ctx, actor, change{AppID: appID, Action: e.What + ".exported", Object: e.What, ObjectID: e.ObjectID, After: map[string]any{
		"format": e.Format, "filter": e.Filter, "rows": e.Rows, "complete": e.Complete,
	}})
}

// exportChunk is how many rows are read at once for an export.
const exportChunk = 1000

// allOf goes through a whole list, newest first, a page at a time.
func allOf[T any](page func(Cursor) (Slice[T], error)) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var at Cursor
		for {
			found, err := page(at)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(found.Rows) > 0 && !yield(found.Rows, nil) {
				return
			}
			if found.Older == (Cursor{}) {
				return
			}
			at = found.Older
		}
	}
}

// AllRecipients goes through everyone whom a filter finds, in the order of the
// list and in pieces that fit into memory.
func (s *Store) AllRecipients(ctx context.Context, appID int64, filter RecipientFilter) iter.Seq2[[]Recipient, error] {
	return allOf(func(at Cursor) (Slice[Recipient], error) {
		filter.Cursor = at
		return s.Recipients(ctx, appID, filter, exportChunk)
	})
}

// AllMessages goes through every message that a filter finds, newest first and
// in pieces that fit into memory.
func (s *Store) AllMessages(ctx context.Context, appID int64, filter MessageFilter) iter.Seq2[[]Message, error] {
	return allOf(func(at Cursor) (Slice[Message], error) {
		filter.Cursor = at
		return s.Messages(ctx, appID, filter, exportChunk)
	})
}

// AttributeKeys lists the names of all attributes that an App's users have, for
// the columns of an export: an attribute of one user among a million counts.
func (s *Store) AttributeKeys(ctx context.Context, appID int64) ([]string, error) {
	type kept struct {
		id         int64
		attributes []byte
	}
	keys := map[string]bool{}
	for after, more := int64(0), true; more; {
		query := s.read.WithContext(ctx).Model(&Recipient{}).Select("id", "attributes").
			Where("app_id = ? AND id > ?", appID, after).Order("id").Limit(attributesAtOnce)
		rows, err := scanAll(query, func(k *kept, rows *sql.Rows) error { return rows.Scan(&k.id, &k.attributes) })
		if err != nil {
			return nil, fmt.Errorf("list attributes: %w", err)
		}
		for _, row := range rows {
			after = row.id
			if len(row.attributes) == 0 {
				continue
			}
			var attributes map[string]string
			if err := json.Unmarshal(row.attributes, &attributes); err != nil {
				return nil, fmt.Errorf("read attributes of recipient %d: %w", row.id, err)
			}
			for key := range attributes {
				keys[key] = true
			}
		}
		more = len(rows) == attributesAtOnce
	}
	return slices.Sorted(maps.Keys(keys)), nil
}

const attributesAtOnce = 5000
