package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"xinshi/migrations"
)

// ChainBreak is one place where the audit record is not what was written.
type ChainBreak struct {
	What    BreakKind
	EntryID int64 // the entry concerned; for a missing one of unknown id, the next
	Seq     int64 // its number in the chain; 0: it has none

	Object   string // of a row of another table: what it is, and its id
	ObjectID int64
}

// BreakKind says what is wrong with a row of the record.
type BreakKind string

// The kinds of damage.
const (
	BreakChanged   BreakKind = "changed"   // the entry says something else than what was linked
	BreakDeleted   BreakKind = "deleted"   // the entry is gone
	BreakMissing   BreakKind = "missing"   // a link is gone
	BreakOrder     BreakKind = "order"     // the link does not follow the one before it
	BreakForged    BreakKind = "forged"    // the link was not made with this installation's key
	BreakPlanted   BreakKind = "planted"   // the entry was not written by this installation
	BreakTruncated BreakKind = "truncated" // the chain ended later than it does now

	BreakRow        BreakKind = "row"         // a row is not what the entry about it says
	BreakRowGone    BreakKind = "row_gone"    // a row that was added is not there
	BreakRowPlanted BreakKind = "row_planted" // a row is there that was never added
)

// ChainState is what a walk through the record found.
type ChainState struct {
	CheckedAt Millis
	Linked    int64 // entries in the chain
	Waiting   int64 // entries that the next pass links
	HeadSeq   int64
	HeadHash  string
	Breaks    []ChainBreak // in the order of the chain, at most maxBreaks
}

// Whole tells whether nothing is wrong.
func (c ChainState) Whole() bool { return len(c.Breaks) == 0 }

// maxBreaks bounds the list: a record that was rewritten from one row on is
// broken at all that follow.
const maxBreaks = 20

// chainWalk is a walk under way.
type chainWalk struct {
	state    ChainState
	keys     *chainKeys
	prev     string
	lastID   int64
	anchors  map[int64]Anchor // by number; those passed are taken out
	found    map[int64]bool   // missing links whose entry is known
	adopting bool             // the chain holds nothing yet that has a mark
	said     said             // of the rows of other tables
}

// VerifyAudit walks the whole record at one point in time and tells what is
// wrong with it. Anchors kept elsewhere prove what the database alone cannot:
// that its end was not cut off, or the whole put back to a former day.
func (s *Store) VerifyAudit(ctx context.Context, anchors []Anchor) (ChainState, error) {
	walk := chainWalk{state: ChainState{CheckedAt: s.Now()}, anchors: map[int64]Anchor{}, found: map[int64]bool{}, adopting: true, said: said{}}
	err := s.snapshot(ctx, func(view *Store) error {
		var err error
		if walk.keys, err = view.chainKeys(ctx); errors.Is(err, ErrNotFound) {
			walk.keys, err = newChainKeys(make([]byte, 32)) // nothing was ever written, so nothing fits
		}
		if err != nil {
			return err
		}
		for _, a := range anchors {
			if !a.signedBy(walk.keys.public()) {
				return fmt.Errorf("anchor of %d: %w", a.Seq, ErrForeignAnchor)
			}
			walk.anchors[a.Seq] = a
		}
		if err := walk.links(ctx, view); err != nil {
			return err
		}
		if err := walk.end(ctx, view); err != nil {
			return err
		}
		if err := walk.outside(ctx, view); err != nil {
			return err
		}
		return walk.rows(ctx, view)
	})
	if err != nil {
		return ChainState{}, fmt.Errorf("verify audit record: %w", err)
	}
	return walk.state, nil
}

// snapshot reads the database as it is at one moment, whatever is written meanwhile.
func (s *Store) snapshot(ctx context.Context, fn func(view *Store) error) error {
	options := &sql.TxOptions{}
	if s.dialect == migrations.MySQL {
		options = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		view := *s
		view.db, view.read = db, db
		return fn(&view)
	}, options)
}

// verifyPage is how many links one query reads.
const verifyPage = 2000

type linkedRow struct {
	link  auditLink
	entry AuditEntry // ID 0: gone
}

// chained is the entry in its place, with the hash it must have.
func (r linkedRow) chained() ChainedEntry {
	c := ChainedEntry{AuditEntry: r.entry, Seq: r.link.Seq, Adopted: r.link.Adopted, Prev: r.link.Prev}
	c.Hash = c.hash()
	return c
}

func (w *chainWalk) links(ctx context.Context, view *Store) error {
	for after := int64(-1); ; {
		rows, err := view.linkedRows(ctx, after, verifyPage)
		if err != nil {
			return err
		}
		for _, row := range rows {
			w.pass(row)
		}
		if len(rows) < verifyPage {
			return nil
		}
		after = rows[len(rows)-1].link.Seq
	}
}

// linkedColumns are a link and its entry, with zeros where that is gone.
const linkedColumns = "l.seq, l.entry_id, l.adopted, l.prev, l.hash, l.seal, COALESCE(e.id, 0), COALESCE(e.app_id, 0), COALESCE(e.`at`, 0), " +
	"COALESCE(e.actor_kind, ''), COALESCE(e.actor_id, 0), COALESCE(e.actor_name, ''), COALESCE(e.action, ''), COALESCE(e.object, ''), COALESCE(e.object_id, 0), " +
	"COALESCE(e.before_json, ''), COALESCE(e.after_json, ''), COALESCE(e.ip, ''), COALESCE(e.user_agent, ''), COALESCE(e.request_id, '')"

// linkedRows reads links with their entries, in the order of the chain.
func (s *Store) linkedRows(ctx context.Context, after int64, limit int) ([]linkedRow, error) {
	query := s.read.WithContext(ctx).Raw("SELECT "+linkedColumns+" FROM audit_links l LEFT JOIN audit_entries e ON e.id = l.entry_id"+
		" WHERE l.seq > ? ORDER BY l.seq LIMIT ?", after, limit)
	return scanAll(query, func(r *linkedRow, rows *sql.Rows) error {
		return rows.Scan(append([]any{&r.link.Seq, &r.link.EntryID, &r.link.Adopted, &r.link.Prev, &r.link.Hash, &r.link.Seal}, entryTargets(&r.entry)...)...)
	})
}

// pass judges one link and goes on from what it says, so that one damage is
// named once.
func (w *chainWalk) pass(r linkedRow) {
	link, want := r.link, w.state.HeadSeq+1
	switch {
	case link.Seq != want:
		w.broken(BreakMissing, link.EntryID, want)
	case link.Prev != w.prev:
		w.broken(BreakOrder, link.EntryID, link.Seq)
	case r.entry.ID == 0:
		w.broken(BreakDeleted, link.EntryID, link.Seq)
	case !same(link.Seal, w.keys.sealOf(link.Hash)):
		w.broken(BreakForged, link.EntryID, link.Seq)
	case r.chained().Hash != link.Hash:
		w.broken(BreakChanged, link.EntryID, link.Seq)
	case w.anchors[link.Seq].Seq != 0 && w.anchors[link.Seq].Hash != link.Hash:
		w.broken(BreakChanged, link.EntryID, link.Seq)
	}
	w.said.note(r.entry)
	delete(w.anchors, link.Seq)
	w.adopting = link.Adopted
	w.state.Linked++
	w.state.HeadSeq, w.prev, w.state.HeadHash, w.lastID = link.Seq, link.Hash, link.Hash, link.EntryID
}

func (w *chainWalk) broken(what BreakKind, entryID, seq int64) {
	if n := len(w.state.Breaks); n < maxBreaks && (n == 0 || w.state.Breaks[n-1].EntryID != entryID) {
		w.state.Breaks = append(w.state.Breaks, ChainBreak{What: what, EntryID: entryID, Seq: seq})
	}
}

// end compares the end of the chain with the sealed head and the anchors.
func (w *chainWalk) end(ctx context.Context, view *Store) error {
	var head chainHead
	err := view.loadSealed(ctx, chainHeadName, &head)
	switch {
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrWrongKey):
		if w.state.Linked > 0 {
			w.broken(BreakForged, w.lastID, w.state.HeadSeq)
		}
	case err != nil:
		return err
	case head.Seq > w.state.HeadSeq:
		w.broken(BreakTruncated, head.EntryID, head.Seq)
	case head.Seq < w.state.HeadSeq || head.Hash != w.state.HeadHash:
		w.broken(BreakForged, w.lastID, w.state.HeadSeq)
	}
	for _, a := range w.anchors { // what is left was not passed
		if a.Seq > max(w.state.HeadSeq, head.Seq) {
			w.broken(BreakTruncated, a.EntryID, a.Seq)
		}
	}
	return nil
}

// outside looks at the entries that are not in the chain: each has a mark that
// proves it, or was put there by somebody else.
func (w *chainWalk) outside(ctx context.Context, view *Store) error {
	planted, err := view.plantedEntries(ctx)
	if err != nil {
		return err
	}
	for _, e := range planted {
		w.said.note(e)
		w.planted(e.ID)
	}
	gone, err := view.forgottenEntries(ctx)
	if err != nil {
		return err
	}
	for _, id := range gone {
		w.broken(BreakDeleted, id, 0)
	}
	for after := int64(-1); ; {
		waiting, err := view.unlinked(ctx, "1 = 1", after)
		if err != nil {
			return err
		}
		for _, u := range waiting {
			w.wait(u)
		}
		if len(waiting) < linkPage {
			return nil
		}
		after = waiting[len(waiting)-1].entry.ID
	}
}

// plantedEntries have neither link nor mark.
func (s *Store) plantedEntries(ctx context.Context) (planted []AuditEntry, err error) {
	err = s.read.WithContext(ctx).Raw("SELECT e.* FROM audit_entries e WHERE NOT EXISTS (SELECT 1 FROM audit_links l WHERE l.entry_id = e.id)"+
		" AND NOT EXISTS (SELECT 1 FROM audit_unlinked u WHERE u.entry_id = e.id) ORDER BY e.id LIMIT ?", maxBreaks).Scan(&planted).Error
	return planted, err
}

// forgottenEntries are the ids that have a mark, and no entry.
func (s *Store) forgottenEntries(ctx context.Context) (ids []int64, err error) {
	err = s.read.WithContext(ctx).Raw("SELECT u.entry_id FROM audit_unlinked u WHERE NOT EXISTS (SELECT 1 FROM audit_entries e WHERE e.id = u.entry_id)"+
		" ORDER BY u.entry_id LIMIT ?", maxBreaks).Scan(&ids).Error
	return ids, err
}

// planted notes an entry without link and mark. Where a link is missing, it is
// that one's: the link was taken away and the entry forgotten.
func (w *chainWalk) planted(id int64) {
	for i, b := range w.state.Breaks {
		if b.What == BreakMissing && !w.found[b.Seq] {
			w.found[b.Seq], w.state.Breaks[i].EntryID = true, id
			return
		}
	}
	w.broken(BreakPlanted, id, 0)
}

// wait judges an entry that is to be linked.
func (w *chainWalk) wait(u unlinkedEntry) {
	w.state.Waiting++
	w.said.note(u.entry)
	switch {
	case u.mac == "" && !w.adopting:
		w.broken(BreakPlanted, u.entry.ID, 0)
	case u.mac != "" && !same(u.mac, w.keys.markOf(u.entry)):
		w.broken(BreakChanged, u.entry.ID, 0)
	}
}
