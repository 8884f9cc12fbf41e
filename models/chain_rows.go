package models

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// The record proves more than itself: what an entry says a row has become, the
// row has to be until the next entry about it. So who changes a role, a password
// or an App's state behind our back, or adds themselves to the staff, is found
// too. Messages and codes are left out: they change by the million, and each
// has its own story.

// recordedTable is a table whose rows are stated by entries.
type recordedTable struct {
	object string
	rows   func(ctx context.Context, view *Store) (map[int64]any, error)
	stated []statement
	added  string // the action without which there is no row
}

// statement says which actions state which fields: each writes all of its own
// in one transaction.
type statement struct {
	actions, fields []string
}

var recordedTables = []recordedTable{
	{
		object: "staff", added: "staff.add", rows: recordedStaff,
		stated: []statement{{
			[]string{"staff.add", "staff.update", "staff.password", "staff.second_step_on", "staff.second_step_off"},
			[]string{"Email", "Name", "Role", "Limited", "Apps", "TOTPAt", "DisabledAt", "Password"},
		}},
	},
	{
		object: "app", added: "app.add", rows: recordedApps,
		stated: []statement{
			{[]string{"app.add", "app.update"}, []string{"Appid", "Name", "TokenMode", "TimeZone", "CodesPerPayment", "PaymentDelayMs", "Pace", "QuietFrom", "QuietUntil"}},
			{[]string{"app.add", "app.update", "app.pause", "app.resume", "app.block_codes"}, []string{"State", "PauseErrcode", "PauseReason", "PauseUntil", "PausedAt", "BlockedKinds"}},
		},
	},
	{
		object: "template", added: "template.add", rows: recordedTemplates,
		stated: []statement{
			{[]string{"template.add", "template.sync", "library.delete"}, []string{"AppID", "TemplateID", "Kind", "RemovedAt", "Choices"}},
			{[]string{"template.add", "template.update", "template.sync"}, []string{"Title", "Emphasis", "Page", "Keywords"}},
			{[]string{"template.add", "template.stop", "template.resume"}, []string{"State", "StopErrcode", "StopReason", "StoppedAt"}},
		},
	},
	{
		object: "api_key", added: "api_key.add", rows: recordedKeys,
		stated: []statement{
			{[]string{"api_key.add"}, []string{"AppID", "Name", "Prefix", "Key"}},
			{[]string{"api_key.add", "api_key.revoke"}, []string{"RevokedAt"}},
		},
	},
}

func recordedStaff(ctx context.Context, view *Store) (map[int64]any, error) {
	members, err := view.StaffMembers(ctx)
	if err != nil {
		return nil, err
	}
	rows := make(map[int64]any, len(members))
	for _, m := range members {
		if rows[m.ID], err = view.auditedStaff(ctx, m); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func recordedApps(ctx context.Context, view *Store) (map[int64]any, error) {
	apps, err := view.Apps(ctx)
	rows := make(map[int64]any, len(apps))
	for _, app := range apps {
		rows[app.ID] = app
	}
	return rows, err
}

func recordedTemplates(ctx context.Context, view *Store) (map[int64]any, error) {
	var heads []Template
	if err := view.db.WithContext(ctx).Find(&heads).Error; err != nil {
		return nil, err
	}
	rows := make(map[int64]any, len(heads))
	for _, head := range heads {
		t, err := view.Template(ctx, head.AppID, head.ID)
		if err != nil {
			return nil, err
		}
		rows[t.ID] = t
	}
	return rows, nil
}

func recordedKeys(ctx context.Context, view *Store) (map[int64]any, error) {
	var keys []APIKey
	if err := view.db.WithContext(ctx).Find(&keys).Error; err != nil {
		return nil, err
	}
	rows := make(map[int64]any, len(keys))
	for _, k := range keys {
		rows[k.ID] = auditedKey(k)
	}
	return rows, nil
}

// rows compares the tables with what the record says of them.
func (w *chainWalk) rows(ctx context.Context, view *Store) error {
	for _, t := range recordedTables {
		rows, err := t.rows(ctx, view)
		if err != nil {
			return fmt.Errorf("read %s: %w", t.object, err)
		}
		var added []int64
		err = view.db.WithContext(ctx).Model(&AuditEntry{}).Where("action = ? AND object = ?", t.added, t.object).Distinct().Order("object_id").Pluck("object_id", &added).Error
		if err != nil {
			return fmt.Errorf("read entries of %s: %w", t.object, err)
		}
		for _, id := range added {
			if _, here := rows[id]; !here {
				w.row(BreakRowGone, t.object, id, 0)
			}
		}
		for id, row := range rows {
			if !slices.Contains(added, id) {
				w.row(BreakRowPlanted, t.object, id, 0)
				continue
			}
			for _, s := range t.stated {
				if err := w.compare(ctx, view, t.object, id, row, s); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (w *chainWalk) row(what BreakKind, object string, id, entryID int64) {
	if len(w.state.Breaks) < maxBreaks && !slices.ContainsFunc(w.state.Breaks, func(b ChainBreak) bool { return b.Object == object && b.ObjectID == id }) {
		w.state.Breaks = append(w.state.Breaks, ChainBreak{What: what, EntryID: entryID, Object: object, ObjectID: id})
	}
}

// Clocks of two nodes differ, so of entries written within atOnce nobody can
// tell by their ids which came last: a row may be what any of them says.
const (
	atOnce     = time.Minute
	atOnceRows = 8
)

// compare looks whether a row is what the last of the actions that state these
// fields made it.
func (w *chainWalk) compare(ctx context.Context, view *Store, object string, id int64, row any, s statement) error {
	var entries []AuditEntry
	err := view.db.WithContext(ctx).Select("id", "at", "after_json").Where("object = ? AND object_id = ? AND action IN ?", object, id, s.actions).
		Order("id DESC").Limit(atOnceRows).Find(&entries).Error
	if err != nil {
		return fmt.Errorf("read entries of %s %d: %w", object, id, err)
	}
	raw, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("read %s %d: %w", object, id, err)
	}
	for _, e := range entries {
		if entries[0].At.Sub(e.At) <= atOnce && saysTheSame(raw, []byte(e.AfterJSON), s.fields) {
			return nil
		}
	}
	if len(entries) > 0 {
		w.row(BreakRow, object, id, entries[0].ID)
	}
	return nil
}

// saysTheSame compares fields that both sides have: an entry of a former release
// may lack one.
func saysTheSame(row, entry []byte, fields []string) bool {
	var is, was map[string]json.RawMessage
	if json.Unmarshal(row, &is) != nil || json.Unmarshal(entry, &was) != nil {
		return false
	}
	for _, name := range fields {
		a, b := is[name], was[name]
		if name == "Keywords" {
			a, b = keywordWords(a), keywordWords(b)
		}
		if b != nil && !bytes.Equal(a, b) {
			return false
		}
	}
	return true
}

// keywordWords is what a person says of keywords, without what other parts may
// come to note beside it.
func keywordWords(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return nil
	}
	var keywords []struct{ Key, Name, Field, DefaultValue, Format, Colour, Sample string }
	if json.Unmarshal(raw, &keywords) != nil {
		return raw
	}
	out, err := json.Marshal(keywords)
	if err != nil {
		return raw
	}
	return out
}
