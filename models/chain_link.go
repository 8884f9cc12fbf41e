package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// chainHead is the end of the chain as the linker left it. It is stored sealed,
// so that cutting off the end of the tables leaves a head that does not fit.
type chainHead struct {
	Seq     int64
	EntryID int64
	Adopted bool
	Hash    string
	At      Millis
}

const chainHeadName = "audit_head"

// linkPage is how many entries one transaction links.
const linkPage = 500

// LinkAudit puts the entries written since into the chain, and tells how many.
// Any number of processes may call it at any time. Entries that prove false are
// left where they are, for VerifyAudit to name.
func (s *Store) LinkAudit(ctx context.Context) (int, error) {
	total := 0
	// What has no mark comes from before the chain and has to stand before
	// everything else, whatever the clock of the process that wrote it said.
	for _, which := range []string{"u.mac = ''", "u.mac <> ''"} {
		for after, more := int64(-1), true; more; {
			seen, linked, err := s.linkPage(ctx, which, &after)
			if err != nil {
				return total, fmt.Errorf("link audit entries: %w", err)
			}
			total, more = total+linked, seen == linkPage
		}
	}
	return total, nil
}

// linkPage links what comes after an entry and moves that on. It looks before
// it locks: most of the time there is nothing to do.
func (s *Store) linkPage(ctx context.Context, which string, after *int64) (seen, linked int, err error) {
	var waiting []int64
	err = s.read.WithContext(ctx).Table("audit_unlinked u").Where("u.entry_id > ? AND "+which, *after).Limit(1).Pluck("u.entry_id", &waiting).Error
	if err != nil || len(waiting) == 0 {
		return 0, 0, err
	}
	from := *after
	err = s.InTx(ctx, func(tx *Store) error {
		*after, seen, linked = from, 0, 0
		head, err := tx.lockChainHead(ctx)
		if err != nil {
			return err
		}
		keys, err := tx.chainKeys(ctx)
		if err != nil {
			return err
		}
		unlinked, err := tx.unlinked(ctx, which, from)
		if err != nil || len(unlinked) == 0 {
			return err
		}
		seen, *after = len(unlinked), unlinked[len(unlinked)-1].entry.ID
		links, done := head.append(keys, unlinked)
		linked = len(links)
		if linked == 0 {
			return nil
		}
		if err := tx.db.WithContext(ctx).CreateInBatches(links, 200).Error; err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Where("entry_id IN ?", done).Delete(&auditMark{}).Error; err != nil {
			return err
		}
		head.At = tx.Now()
		return tx.saveSealed(ctx, chainHeadName, head)
	})
	return seen, linked, err
}

// lockChainHead takes the one lock of the linker. Where head and links do not
// fit, a number is left out, so that the damage stays visible in the chain:
// going on as if nothing were wrong would hide that its end was cut off.
func (s *Store) lockChainHead(ctx context.Context) (chainHead, error) {
	var row setting
	err := one(s.forUpdate(ctx).Where("name = ?", chainHeadName).Take(&row).Error, "head of the audit record")
	isNew := errors.Is(err, ErrNotFound)
	if err != nil && !isNew {
		return chainHead{}, err
	}
	var last []auditLink
	if err := s.db.WithContext(ctx).Order("seq DESC").Limit(1).Find(&last).Error; err != nil {
		return chainHead{}, err
	}
	var head chainHead
	switch {
	case isNew && len(last) == 0:
		return head, s.addSealed(ctx, chainHeadName, head)
	case isNew:
		head = chainHead{Seq: last[0].Seq + 1, Hash: last[0].Hash}
		return head, s.addSealed(ctx, chainHeadName, head)
	}
	if err := s.openSetting(row, &head); err != nil {
		return chainHead{}, err
	}
	if len(last) > 0 && last[0].Seq > head.Seq {
		head = chainHead{Seq: last[0].Seq + 1, Hash: last[0].Hash}
	}
	return head, nil
}

// unlinkedEntry is an entry beside its mark.
type unlinkedEntry struct {
	entry AuditEntry
	mac   string
}

const entryColumns = "e.id, e.app_id, e.`at`, e.actor_kind, e.actor_id, e.actor_name, e.action, e.object, e.object_id, " +
	"e.before_json, e.after_json, e.ip, e.user_agent, e.request_id"

func entryTargets(e *AuditEntry) []any {
	return []any{&e.ID, &e.AppID, &e.At, &e.ActorKind, &e.ActorID, &e.ActorName, &e.Action, &e.Object, &e.ObjectID,
		&e.BeforeJSON, &e.AfterJSON, &e.IP, &e.UserAgent, &e.RequestID}
}

func (s *Store) unlinked(ctx context.Context, which string, after int64) ([]unlinkedEntry, error) {
	query := s.db.WithContext(ctx).Raw("SELECT u.mac, "+entryColumns+
		" FROM audit_unlinked u JOIN audit_entries e ON e.id = u.entry_id WHERE u.entry_id > ? AND "+which+" ORDER BY u.entry_id LIMIT ?", after, linkPage)
	return scanAll(query, func(u *unlinkedEntry, rows *sql.Rows) error {
		return rows.Scan(append([]any{&u.mac}, entryTargets(&u.entry)...)...)
	})
}

// append links entries behind the head and moves it on. Without a mark it takes
// only entries from before there was a chain, and none after the first with one.
func (h *chainHead) append(keys *chainKeys, unlinked []unlinkedEntry) (links []auditLink, done []int64) {
	for _, u := range unlinked {
		adopted := u.mac == "" && (h.Seq == 0 || h.Adopted)
		if !adopted && !same(u.mac, keys.markOf(u.entry)) {
			continue
		}
		c := ChainedEntry{AuditEntry: u.entry, Seq: h.Seq + 1, Adopted: adopted, Prev: h.Hash}
		c.Hash = c.hash()
		links = append(links, auditLink{Seq: c.Seq, EntryID: c.ID, Adopted: c.Adopted, Prev: c.Prev, Hash: c.Hash, Seal: keys.sealOf(c.Hash)})
		done = append(done, c.ID)
		h.Seq, h.EntryID, h.Adopted, h.Hash = c.Seq, c.ID, c.Adopted, c.Hash
	}
	return links, done
}
