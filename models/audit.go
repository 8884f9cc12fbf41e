package models

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ActorKind says what sort of party acted.
type ActorKind string

// The kinds of actor.
const (
	ActorStaff    ActorKind = "staff"
	ActorAPIKey   ActorKind = "api_key"
	ActorCLI      ActorKind = "cli"
	ActorEngine   ActorKind = "engine"
	ActorClient   ActorKind = "client"   // a user's mini program, on its own
	ActorPay      ActorKind = "pay"      // WeChat Pay
	ActorPlatform ActorKind = "platform" // WeChat, by its server push
)

// Actor is who asks for a change, and from where. Every method that changes
// something takes one, so that no change can forget its audit entry.
type Actor struct {
	Kind      ActorKind
	ID        int64
	Name      string
	IP        string
	UserAgent string
	RequestID string
	Device    string // the token of a browser that has signed in before, see DeviceToken; never recorded
}

// AuditEntry is who did what, when, from where, before and after. Secrets never
// stand in it.
type AuditEntry struct {
	ID         int64
	AppID      int64
	At         Millis
	ActorKind  ActorKind
	ActorID    int64
	ActorName  string
	Action     string // object.verb: "template.add", "message.send", "staff.sign_in"
	Object     string
	ObjectID   int64
	BeforeJSON string
	AfterJSON  string
	IP         string
	UserAgent  string
	RequestID  string
}

// change is what an audit entry says beside its actor. Before and After are
// marshalled; give structs that hold no secret.
type change struct {
	AppID    int64
	Action   string
	Object   string
	ObjectID int64
	Before   any
	After    any
}

// audit writes an entry in the running transaction: the change and its record
// stand or fall together. The entry is linked into the chain afterwards, see
// auditLink; until then its mark proves who wrote it.
func (s *Store) audit(ctx context.Context, actor Actor, c change) error {
	before, err := auditJSON(c.Before)
	if err != nil {
		return err
	}
	after, err := auditJSON(c.After)
	if err != nil {
		return err
	}
	entry := AuditEntry{
		ID: NewID(s.now()), AppID: c.AppID, At: s.Now(),
		ActorKind: actor.Kind, ActorID: actor.ID, ActorName: clip(actor.Name, 100),
		Action: c.Action, Object: c.Object, ObjectID: c.ObjectID,
		BeforeJSON: before, AfterJSON: after,
		IP: clipBytes(actor.IP, 64), UserAgent: clip(actor.UserAgent, 512), RequestID: clipBytes(actor.RequestID, 64),
	}
	keys, err := s.chainKeys(ctx)
	if err != nil {
		return fmt.Errorf("write audit entry %s: %w", c.Action, err)
	}
	for _, row := range []any{&entry, &auditMark{EntryID: entry.ID, Mac: keys.markOf(entry)}} {
		if err := s.db.WithContext(ctx).Create(row).Error; err != nil {
			return fmt.Errorf("write audit entry %s: %w", c.Action, err)
		}
	}
	return nil
}

func auditJSON(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write audit entry: %w", err)
	}
	return string(raw), nil
}

// clip makes what others chose (a user agent, an errmsg) fit its text column: no
// more runes than that, and no broken UTF-8, which MySQL refuses.
func clip(s string, runes int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	n := 0
	for i := range s {
		if n == runes {
			return s[:i]
		}
		n++
	}
	return s
}

// clipBytes does the same for a column that is measured in bytes.
func clipBytes(s string, bytes int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= bytes {
		return s
	}
	for !utf8.RuneStart(s[bytes]) {
		bytes--
	}
	return s[:bytes]
}

// AuditFilter narrows the audit list; zero fields do not.
type AuditFilter struct {
	Action string
	Object string
	Actor  string
	Only   *[]int64 // these Apps' entries alone; nil: everything
	Cursor Cursor
}

// AuditEntries lists entries, newest first.
func (s *Store) AuditEntries(ctx context.Context, filter AuditFilter, size int) (Slice[AuditEntry], error) {
	query := s.read.WithContext(ctx).Model(&AuditEntry{})
	if filter.Action != "" {
		query = query.Where("action = ?", filter.Action)
	}
	if filter.Object != "" {
		query = query.Where("object = ?", filter.Object)
	}
	if filter.Only != nil {
		query = query.Where("app_id IN ?", append([]int64{-1}, *filter.Only...)) // no list may be empty
	}
	if filter.Actor != "" {
		query = query.Where("actor_name = ?", filter.Actor)
	}
	return slice(query, filter.Cursor, size, "audit entries", func(e AuditEntry) int64 { return e.ID })
}
