package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// auditLink is an audit entry's place in the chain: its number, the hash of the
// one before it and its own.
//
// Entries are written unlinked, inside the transaction of the change, and
// linked by LinkAudit seconds later. The other way, a head row locked by each
// auditing transaction until its commit, would make every commit wait for the
// one before it (one flush to disk at a time for the whole installation, and
// a failed certification for every second commit in a Galera cluster), and
// would be free of deadlocks only as long as nobody ever takes a lock after
// the head. Here a change only inserts: it reads and locks no row that another
// change or the linker holds, so it can neither wait for them nor deadlock with
// them. The linker takes one lock, the head, and then touches rows that no
// change touches: links, which nobody else writes, and marks of committed
// entries. Two linkers on two nodes wait for each other at the head; where a
// database does not hold that lock across nodes, the primary key of the links
// refuses the second one's number, and InTx begins anew.
//
// What is lost is small and closed otherwise: an entry that is not linked yet
// is covered by a keyed mark (auditMark), so it cannot be changed or planted
// without the installation's secret key.
type auditLink struct {
	Seq     int64 `gorm:"primaryKey;autoIncrement:false"`
	EntryID int64
	Adopted bool // the entry is older than the chain, which proves it from here on
	Prev    string
	Hash    string
	Seal    string // keyed: the chain cannot be computed anew without the secret key
}

// auditMark says that an entry is not linked yet, and proves that this
// installation wrote it. Entries from before there was a chain have no MAC.
type auditMark struct {
	EntryID int64 `gorm:"primaryKey;autoIncrement:false"`
	Mac     string
}

func (auditMark) TableName() string { return "audit_unlinked" }

// ChainedEntry is an audit entry in its place of the chain, as it is exported.
// Hash is the hex SHA-256 over the parts of ChainedEntry.parts, each written as
// its length in bytes, a colon, the bytes and a comma.
type ChainedEntry struct {
	AuditEntry
	Seq     int64
	Adopted bool
	Prev    string
	Hash    string
}

// chainForm begins what is hashed, so that a later form cannot be mistaken for
// this one.
const chainForm = "xinshi-audit-1"

// field is one value that the chain protects, under its name in the export.
type field struct{ name, value string }

// fields are everything an entry says, in the order in which it is hashed. The
// order and the names are a format that others read: they never change.
func (e AuditEntry) fields() []field {
	return []field{
		{"id", decimal(e.ID)}, {"app_id", decimal(e.AppID)}, {"at", decimal(int64(e.At))},
		{"actor_kind", string(e.ActorKind)}, {"actor_id", decimal(e.ActorID)}, {"actor_name", e.ActorName},
		{"action", e.Action}, {"object", e.Object}, {"object_id", decimal(e.ObjectID)},
		{"before", e.BeforeJSON}, {"after", e.AfterJSON},
		{"ip", e.IP}, {"user_agent", e.UserAgent}, {"request_id", e.RequestID},
	}
}

func (c ChainedEntry) fields() []field {
	return append([]field{{"seq", decimal(c.Seq)}, {"prev", c.Prev}, {"adopted", strconv.FormatBool(c.Adopted)}}, c.AuditEntry.fields()...)
}

// hash is what Hash must be.
func (c ChainedEntry) hash() string { return hashOf(chainForm, c.fields()) }

func hashOf(form string, fields []field) string {
	sum := sha256.Sum256(netstrings(form, fields))
	return hex.EncodeToString(sum[:])
}

// netstrings writes values so that no two lists of values look alike.
func netstrings(form string, fields []field) []byte {
	size := len(form) + 8
	for _, f := range fields {
		size += len(f.value) + 8
	}
	out := appendNetstring(make([]byte, 0, size), form)
	for _, f := range fields {
		out = appendNetstring(out, f.value)
	}
	return out
}

func appendNetstring(out []byte, s string) []byte {
	out = strconv.AppendInt(out, int64(len(s)), 10)
	out = append(out, ':')
	out = append(out, s...)
	return append(out, ',')
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// MarshalJSON writes the entry as one object of strings, in the order in which
// they are hashed: numbers too, since many readers of JSON round large ones.
func (c ChainedEntry) MarshalJSON() ([]byte, error) {
	return marshalFields(append(c.fields(), field{"hash", c.Hash}))
}

func marshalFields(fields []field) ([]byte, error) {
	out := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(strconv.AppendQuote(out, f.name), ':')
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", f.name, err)
		}
		out = append(out, value...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote. A value that is missing, or one
// too many, is an error: it would not be covered by the hash.
func (c *ChainedEntry) UnmarshalJSON(raw []byte) error {
	values, err := unmarshalFields(raw, append(ChainedEntry{}.fields(), field{name: "hash"}))
	if err != nil {
		return err
	}
	var bad error
	number := func(name string) int64 {
		n, err := strconv.ParseInt(values[name], 10, 64)
		if err != nil || decimal(n) != values[name] {
			bad = errors.Join(bad, fmt.Errorf("%s is no number", name))
		}
		return n
	}
	if adopted := values["adopted"]; adopted != "true" && adopted != "false" {
		return errors.New("adopted is neither true nor false")
	}
	*c = ChainedEntry{
		AuditEntry: AuditEntry{
			ID: number("id"), AppID: number("app_id"), At: Millis(number("at")),
			ActorKind: ActorKind(values["actor_kind"]), ActorID: number("actor_id"), ActorName: values["actor_name"],
			Action: values["action"], Object: values["object"], ObjectID: number("object_id"),
			BeforeJSON: values["before"], AfterJSON: values["after"],
			IP: values["ip"], UserAgent: values["user_agent"], RequestID: values["request_id"],
		},
		Seq: number("seq"), Adopted: values["adopted"] == "true", Prev: values["prev"], Hash: values["hash"],
	}
	return bad
}

func unmarshalFields(raw []byte, want []field) (map[string]string, error) {
	var values map[string]string
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil, fmt.Errorf("read record: %w", err)
	}
	if len(values) != len(want) {
		return nil, fmt.Errorf("record has %d values, want %d", len(values), len(want))
	}
	for _, f := range want {
		if _, ok := values[f.name]; !ok {
			return nil, fmt.Errorf("record lacks %s", f.name)
		}
	}
	return values, nil
}
