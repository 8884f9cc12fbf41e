package models

import (
	"slices"
	"time"
)

// saidOf is what entries say of the rows of one recorded table.
type saidOf struct {
	added, removed map[int64]bool
	latest         []map[int64][]AuditEntry // of each of the table's statements, by row, the last first
}

// said gathers, while the entries pass by, what they say of other tables' rows, by
// object: each entry is read once, however many tables are compared.
type said map[string]*saidOf

func (s said) of(t recordedTable) *saidOf {
	of := s[t.object]
	if of == nil {
		of = &saidOf{added: map[int64]bool{}, removed: map[int64]bool{}, latest: make([]map[int64][]AuditEntry, len(t.stated))}
		for i := range of.latest {
			of.latest[i] = map[int64][]AuditEntry{}
		}
		s[t.object] = of
	}
	return of
}

func (s said) note(e AuditEntry) {
	i := slices.IndexFunc(recordedTables, func(t recordedTable) bool { return t.object == e.Object })
	if i < 0 {
		return
	}
	t := recordedTables[i]
	of := s.of(t)
	if slices.Contains(t.added, e.Action) {
		of.added[e.ObjectID] = true
	}
	if e.Action == t.gone {
		of.removed[e.ObjectID] = true
	}
	for i, statement := range t.stated {
		if slices.Contains(statement.actions, e.Action) {
			of.latest[i][e.ObjectID] = withLatest(of.latest[i][e.ObjectID], e)
		}
	}
}

// Clocks of two nodes differ, so of entries written within atOnce nobody can
// tell by their ids which came last: a row may be what any of them says.
const (
	atOnce     = time.Minute
	atOnceRows = 8
)

// withLatest adds an entry to the last ones about a row, newest first, and drops
// those that are too old to be what the row is.
func withLatest(known []AuditEntry, e AuditEntry) []AuditEntry {
	at, _ := slices.BinarySearchFunc(known, e.ID, func(k AuditEntry, id int64) int { return int(min(max(id-k.ID, -1), 1)) })
	known = slices.Insert(known, at, AuditEntry{ID: e.ID, At: e.At, AfterJSON: e.AfterJSON})
	newest := known[0].At
	known = slices.DeleteFunc(known, func(k AuditEntry) bool { return newest.Sub(k.At) > atOnce })
	return known[:min(len(known), atOnceRows)]
}
