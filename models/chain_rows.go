package models

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// The record proves more than itself: what an entry says a row has become, the
// row has to be until the next entry about it. So who changes a role, a password
// or an App's state behind our back, or adds themselves to the staff, is found
// too, and who lets a batch go that nobody has approved. Messages and codes are left out: they change by the million, and each
// has its own story.

// recordedTable is a table whose rows are stated by entries.
type recordedTable struct {
	object string
	rows   func(ctx context.Context, view *Store) (map[int64]any, error)
	stated []statement
	added  []string // one of these actions stands behind every row
	gone   string   // the action after which there is none any more; "": rows stay
}

// statement says which actions state which fields: each writes all of its own
// in one transaction.
type statement struct {
	actions, fields []string
}

var recordedTables = []recordedTable{
	{
		object: "staff", added: []string{"staff.add"}, rows: recordedStaff,
		stated: []statement{{
			[]string{"staff.add", "staff.update", "staff.password", "staff.second_step_on", "staff.second_step_off"},
			[]string{"Email", "Name", "Role", "Limited", "Apps", "TOTPAt", "DisabledAt", "Password"},
		}},
	},
	{
		object: "app", added: []string{"app.add"}, rows: recordedApps,
		stated: []statement{
			{[]string{"app.add", "app.update"}, []string{"Appid", "Name", "TokenMode", "TimeZone", "CodesPerPayment", "PaymentDelayMs", "Pace", "QuietFrom", "QuietUntil"}},
			{[]string{"app.add", "app.update", "app.sending"}, []string{"ConfirmAbove", "RestDays", "Approval", "ApproveAbove"}},
			{[]string{"app.add", "app.update", "app.pause", "app.resume", "app.block_codes"}, []string{"State", "PauseErrcode", "PauseReason", "PauseUntil", "PausedAt", "BlockedKinds"}},
		},
	},
	{
		object: "template", added: []string{"template.add"}, rows: recordedTemplates,
		stated: []statement{
			{[]string{"template.add", "template.sync", "library.delete"}, []string{"AppID", "TemplateID", "Kind", "RemovedAt", "Choices"}},
			{[]string{"template.add", "template.update", "template.sync"}, []string{"Title", "Emphasis", "Page", "Keywords"}},
			{[]string{"template.add", "template.stop", "template.resume"}, []string{"State", "StopErrcode", "StopReason", "StoppedAt"}},
		},
	},
	{
		object: "api_key", added: []string{"api_key.add"}, rows: recordedKeys,
		stated: []statement{
			{[]string{"api_key.add"}, []string{"AppID", "Name", "Prefix", "Key"}},
			{[]string{"api_key.add", "api_key.revoke"}, []string{"RevokedAt"}},
		},
	},
	{
		object: "batch", added: []string{"batch.add", "batch.draft"}, gone: "batch.delete", rows: recordedBatches,
		stated: []statement{{
			[]string{"batch.add", "batch.draft", "batch.pending_approval", "batch.rejected", "batch.scheduled", "batch.running", "batch.paused", "batch.finished", "batch.cancelled"},
			[]string{"State", "state"}, // of the batch, of its move
		}},
	},
	{
		object: "approval", added: []string{"approval.ask"}, rows: recordedApprovals,
		stated: []statement{
			{[]string{"approval.ask"}, []string{"AppID", "BatchID", "Messages", "Hash", "Parts", "AskedID", "AskedName", "AskedAt"}},
			{[]string{"approval.ask", "approval.approve", "approval.reject", "approval.withdraw", "approval.void"}, []string{"State", "DecidedID", "DecidedName", "DecidedAt", "Reason", "Changed"}},
		},
	},
}

// recordedBatches are the states of batches: what is in them is stated by their
// approvals, and of a draft everything may change.
func recordedBatches(ctx context.Context, view *Store) (map[int64]any, error) {
	var batches []Batch
	if err := view.db.WithContext(ctx).Select("id", "state").Find(&batches).Error; err != nil {
		return nil, err
	}
	rows := make(map[int64]any, len(batches))
	for _, b := range batches {
		rows[b.ID] = map[string]any{"State": b.State, "state": b.State}
	}
	return rows, nil
}

// recordedApprovals are the requests, each with the content that its batch has now:
// what was approved is what the batch says for good.
func recordedApprovals(ctx context.Context, view *Store) (map[int64]any, error) {
	var list []Approval
	if err := view.db.WithContext(ctx).Find(&list).Error; err != nil {
		return nil, err
	}
	var batches []Batch
	if err := view.db.WithContext(ctx).Select("id", "content", "approval_id").Where("approval_id <> 0").Find(&batches).Error; err != nil {
		return nil, err
	}
	content := make(map[int64]string, len(batches))
	for _, b := range batches {
		content[b.ApprovalID] = b.frozenContent()
	}
	rows := make(map[int64]any, len(list))
	for _, a := range list {
		if is, ok := content[a.ID]; ok {
			a.Parts.Content = is
		}
		rows[a.ID] = a
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
		said := w.said.of(t)
		for id := range said.added {
			if _, here := rows[id]; !here && !said.removed[id] {
				w.row(BreakRowGone, t.object, id, 0)
			}
		}
		for id := range rows {
			if !said.added[id] {
				w.row(BreakRowPlanted, t.object, id, 0)
			}
		}
		for i, s := range t.stated {
			if err := w.compare(t.object, rows, s.fields, said.latest[i]); err != nil {
				return err
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

// compare looks whether rows are what the last of the actions that state these
// fields made them.
func (w *chainWalk) compare(object string, rows map[int64]any, fields []string, latest map[int64][]AuditEntry) error {
	for id, row := range rows {
		raw, err := json.Marshal(row)
		if err != nil {
			return fmt.Errorf("read %s %d: %w", object, id, err)
		}
		entries := latest[id]
		as := func(e AuditEntry) bool {
			return saysTheSame(raw, []byte(e.AfterJSON), fields)
		}
		if len(entries) > 0 && !slices.ContainsFunc(entries, as) {
			w.row(BreakRow, object, id, entries[0].ID)
		}
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
