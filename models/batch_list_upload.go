package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"xinshi/models/sheet"
)

// UploadList reads a CSV or XLSX file and makes its people the audience of a draft
// that the caller has seen in a version. openidColumn names the column of the
// openids; empty: the one that is called so. Keywords for which nothing was chosen
// yet are filled from columns that are called like them.
//
// A file that is no table is a sheet.UnreadableError; one without a column of
// openids is a ValidationError of the field openid_column; ErrConflict is as for
// SaveDraft. In all these cases the draft stays as it is. Lines that were not taken
// stand in the List that comes back.
func (s *Store) UploadList(ctx context.Context, actor Actor, app App, id, version int64, fileName, openidColumn string, file io.Reader) (Draft, error) {
	table, err := sheet.Open(file, ListLimits)
	if err != nil {
		return Draft{}, err
	}
	l := BatchList{ID: NewID(s.now()), AppID: app.ID, FileName: clip(fileName, 200)}
	up := listUpload{Store: s, list: &l, lines: map[string]int{}}
	if err := errors.Join(up.read(ctx, table, openidColumn), table.Close()); err != nil {
		return Draft{}, err // what was stored of it is swept: no batch refers to it
	}
	var b Batch
	err = s.withDraft(ctx, app.ID, id, version, func(tx *Store, seen Batch) error {
		b = seen
		b.Audience.Kind, b.ListID = AudienceList, l.ID
		if err := tx.matchColumns(ctx, &b, l.Columns); err != nil {
			return err
		}
		if err := tx.storeDraft(ctx, actor, &b); err != nil {
			return err
		}
		l.Complete = true
		if err := tx.db.WithContext(ctx).Model(&l).Select("columns", "refusals", "row_count", "known", "duplicate", "bad", "complete").Updates(&l).Error; err != nil {
			return fmt.Errorf("complete list: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "batch.list", Object: "batch", ObjectID: id,
			After: map[string]any{"file": l.FileName, "rows": l.RowCount, "known": l.Known, "duplicate": l.Duplicate, "bad": l.Bad}})
	})
	return s.savedDraft(ctx, app, id, b, err)
}

// listUpload is a list on its way into the database.
type listUpload struct {
	*Store
	list   *BatchList
	column int            // of the openids
	lines  map[string]int // where each openid stood first
	rows   []batchRow
}

// read stores the table's rows in pieces. Nothing refers to them before the last.
func (u *listUpload) read(ctx context.Context, table *sheet.Reader, openidColumn string) error {
	if u.column = openidAt(table.Header, openidColumn); u.column < 0 {
		return &ValidationError{Fields: []FieldError{{Field: "openid_column", Reason: ReasonRequired}}}
	}
	u.list.Columns = slices.Delete(slices.Clone(table.Header), u.column, u.column+1)
	if err := u.db.WithContext(ctx).Create(u.list).Error; err != nil {
		return fmt.Errorf("begin list: %w", err)
	}
	for {
		row, err := table.Next()
		over := errors.Is(err, io.EOF)
		if err != nil && !over {
			return err
		}
		if !over {
			u.take(row)
		}
		if len(u.rows) == listChunk || over {
			if err := u.store(ctx); err != nil {
				return err
			}
		}
		if over {
			return nil
		}
	}
}

// openidAt finds the column of the openids, -1 when there is none.
func openidAt(header []string, name string) int {
	if name != "" {
		return slices.Index(header, name)
	}
	return slices.IndexFunc(header, func(column string) bool {
		return slices.Contains(headerWords[TargetOpenid], foldHeader(column))
	})
}

// take judges a line.
func (u *listUpload) take(row sheet.Row) {
	for i, cell := range row.Cells {
		row.Cells[i] = strings.TrimSpace(sheet.Unguard(cell))
	}
	in := RecipientInput{Openid: row.Cells[u.column]}
	if bad, refused := in.validate().Of("openid"); refused {
		u.list.Bad++
		u.refuse(ListRefusal{Line: row.Line, Reason: bad.Reason})
		return
	}
	if first, again := u.lines[in.Openid]; again {
		u.list.Duplicate++
		u.refuse(ListRefusal{Line: row.Line, Reason: ReasonDuplicate, First: first})
		return
	}
	u.lines[in.Openid] = row.Line
	u.rows = append(u.rows, batchRow{Openid: in.Openid, Line: row.Line, Cells: slices.Delete(row.Cells, u.column, u.column+1)})
}

func (u *listUpload) refuse(r ListRefusal) {
	if len(u.list.Refusals) < maxListRefusals {
		u.list.Refusals = append(u.list.Refusals, r)
	}
}

func (u *listUpload) store(ctx context.Context) error {
	if len(u.rows) == 0 {
		return nil
	}
	openids := make([]string, len(u.rows))
	for i, r := range u.rows {
		openids[i] = r.Openid
	}
	known, err := u.knownOpenids(ctx, u.list.AppID, openids)
	if err != nil {
		return err
	}
	values := make([][]any, len(u.rows))
	for i, r := range u.rows {
		cells, err := json.Marshal(r.Cells)
		if err != nil {
			return fmt.Errorf("store line %d: %w", r.Line, err)
		}
		values[i] = []any{u.list.ID, r.Openid, known[r.Openid], r.Line, string(cells)}
	}
	if err := u.putRows(ctx, "batch_rows", []string{"list_id", "openid", "recipient_id", "line", "cells"}, nil, nil, values); err != nil {
		return fmt.Errorf("store list: %w", err)
	}
	u.list.RowCount, u.list.Known = u.list.RowCount+int64(len(u.rows)), u.list.Known+int64(len(known))
	u.rows = u.rows[:0]
	return nil
}

// matchColumns fills keywords for which nothing was chosen from the columns that
// are called like them, or like their business field.
func (s *Store) matchColumns(ctx context.Context, b *Batch, columns []string) error {
	if b.TemplateRef == 0 {
		return nil
	}
	t, err := s.Template(ctx, b.AppID, b.TemplateRef)
	if err != nil {
		return err
	}
	b.Content.Data = maps.Clone(b.Content.Data)
	for _, k := range t.Keywords {
		typed := b.Content.Data[k.Key]
		at := slices.IndexFunc(columns, func(column string) bool {
			folded := foldHeader(column)
			return folded == foldHeader(k.Name) || folded == foldHeader(k.Key) || k.Field != "" && folded == foldHeader(k.Field)
		})
		if at < 0 || typed.From != "" || typed.Value != "" || columns[at] == k.Field {
			continue // a column with the very name of the field fills it by the mapping
		}
		if b.Content.Data == nil {
			b.Content.Data = map[string]TypedValue{}
		}
		typed.From, typed.Format = ColumnSource(columns[at]), k.Format
		b.Content.Data[k.Key] = typed
	}
	return nil
}
