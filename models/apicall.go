package models

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// APICall is one call of the shop's backend, for its developer to look at
// afterwards: what was called and what was answered. The body, the key and what
// stood in them are not kept.
type APICall struct {
	ID         int64
	AppID      int64
	KeyID      int64 // 0: none of the App's keys was sent
	At         Millis
	Method     string
	Route      string // the pattern, so that no openid or order stands in it; empty: there is no such address
	Status     int
	Failed     bool          // refused, as a whole or in part
	ErrorCode  string        // as the API answered it; empty: accepted, perhaps in part
	Refusals   []CallRefusal `gorm:"serializer:json"`
	DurationMS int64
	RequestID  string
	Accepted   int // items of a bulk call
	Duplicates int
	Rejected   int
}

// CallRefusal is a value that was refused, and in how many items of the call.
type CallRefusal struct {
	Field  string `json:"field,omitempty"`
	Reason Reason `json:"reason"`
	Limit  int    `json:"limit,omitempty"`
	Wanted string `json:"wanted,omitempty"` // the right type, where the type was wrong
	Line   int    `json:"line,omitempty"`   // where the JSON breaks
	Column int    `json:"column,omitempty"`
	N      int    `json:"n,omitempty"`
}

// The reasons beside those of a ValidationError, for what JSON alone can get wrong.
const (
	ReasonUnknownField Reason = "unknown_field"
	ReasonWrongType    Reason = "wrong_type"
)

// maxCallRefusals is how many different refusals of one call are kept.
const maxCallRefusals = 8

// Refuse notes a refused value; the same again only counts.
func (c *APICall) Refuse(r CallRefusal) {
	r.Field, r.N = safeField(r.Field), 0
	at := slices.IndexFunc(c.Refusals, func(known CallRefusal) bool {
		known.N = 0
		return known == r
	})
	switch {
	case at >= 0:
		c.Refusals[at].N++
	case len(c.Refusals) < maxCallRefusals:
		r.N = 1
		c.Refusals = append(c.Refusals, r)
	}
}

// fieldPart is what a name of ours or of a template can be. Callers write names
// too, and one who mistakes a code for a name must not have it kept: codes are
// full of digits.
var fieldPart = regexp.MustCompile(`^[A-Za-z_]{1,40}[0-9]{0,3}$`)

var fieldIndex = regexp.MustCompile(`\[[0-9]+\]`)

// safeField is a field's path without the place in the list, which differs from
// item to item, and with … for parts that may be no names.
func safeField(field string) string {
	if field == "" {
		return ""
	}
	parts := strings.Split(fieldIndex.ReplaceAllString(field, "[]"), ".")
	if len(parts) > 4 {
		parts = append(parts[:4], "…")
	}
	for i, part := range parts {
		if !fieldPart.MatchString(strings.TrimSuffix(part, "[]")) {
			parts[i] = "…"
		}
	}
	return strings.Join(parts, ".")
}

// AddAPICalls stores calls; see CallLog.
func (s *Store) AddAPICalls(ctx context.Context, calls []APICall) error {
	if len(calls) == 0 {
		return nil
	}
	for i := range calls {
		if calls[i].Refusals == nil {
			calls[i].Refusals = []CallRefusal{} // GORM writes NULL for a nil list
		}
	}
	err := s.InTx(ctx, func(tx *Store) error { return tx.db.WithContext(ctx).Create(&calls).Error })
	if err != nil {
		return fmt.Errorf("add %d api calls: %w", len(calls), err)
	}
	return nil
}

// APICallFilter narrows the log of calls.
type APICallFilter struct {
	FailedOnly bool
	Cursor     Cursor
}

// APICalls lists an App's last calls, newest first.
func (s *Store) APICalls(ctx context.Context, appID int64, f APICallFilter, size int) (Slice[APICall], error) {
	query := s.read.WithContext(ctx).Model(&APICall{}).Where("app_id = ?", appID)
	if f.FailedOnly {
		query = query.Where("failed = ?", true)
	}
	return slice(query, f.Cursor, size, "api calls", func(c APICall) int64 { return c.ID })
}

// KeptAPICalls is how many calls of an App are kept: as many that went well and
// as many that did not, so that a busy backend does not push out what went wrong.
const KeptAPICalls = 1000

// trimPiece is how many rows one transaction of a trim deletes.
const trimPiece = 1000

// TrimAPICalls deletes all but the newest calls of every App.
func (s *Store) TrimAPICalls(ctx context.Context, keep int) error {
	apps, err := s.Apps(ctx)
	if err != nil {
		return err
	}
	for _, app := range apps {
		for _, failed := range []bool{false, true} {
			if err := s.trimAPICalls(ctx, app.ID, failed, keep); err != nil {
				return fmt.Errorf("trim api calls of app %d: %w", app.ID, err)
			}
		}
	}
	return nil
}

func (s *Store) trimAPICalls(ctx context.Context, appID int64, failed bool, keep int) error {
	for {
		var ids []int64
		err := s.read.WithContext(ctx).Model(&APICall{}).Where("app_id = ? AND failed = ?", appID, failed).
			Order("id DESC").Offset(keep).Limit(trimPiece).Pluck("id", &ids).Error
		if err != nil || len(ids) == 0 {
			return err
		}
		// Two processes may trim at once: they find the same rows, and the second deletes none.
		if err := s.db.WithContext(ctx).Where("id IN ?", ids).Delete(&APICall{}).Error; err != nil {
			return err
		}
		if len(ids) < trimPiece {
			return nil
		}
	}
}
