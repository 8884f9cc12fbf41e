package models

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// CodeKind is where a right to send comes from.
type CodeKind string

// The kinds of code.
const (
	CodeForm          CodeKind = "form_id"
	CodePrepay        CodeKind = "prepay_id"
	CodeSubscribeOnce CodeKind = "subscribe_once"
	CodeSubscribeLong CodeKind = "subscribe_long"
)

// CodeKinds lists them.
var CodeKinds = []CodeKind{CodeForm, CodePrepay, CodeSubscribeOnce, CodeSubscribeLong}

// CodeState is where a code stands in its life.
type CodeState string

// The states of a code. A code whose time is over still says available until
// the sweep writes expired: whoever counts or reserves looks at the times too.
const (
	CodeAvailable CodeState = "available"
	CodeReserved  CodeState = "reserved"
	CodeUsed      CodeState = "used"
	CodeRejected  CodeState = "rejected"
	CodeExpired   CodeState = "expired"
	CodeRevoked   CodeState = "revoked"
)

// codeMoves is the one table of what a code may become.
var codeMoves = map[CodeState][]CodeState{
	CodeAvailable: {CodeReserved, CodeExpired, CodeRevoked},
	CodeReserved:  {CodeAvailable, CodeUsed, CodeRejected},
}

// canBecome tells whether the table allows a move.
func (from CodeState) canBecome(to CodeState) bool { return slices.Contains(codeMoves[from], to) }

// CodeLife is how long a form or payment code lives (platform: 7 days).
const CodeLife = 7 * 24 * time.Hour

// SendCode is the right to send one message to one Recipient. One row is one use.
type SendCode struct {
	ID          int64
	AppID       int64
	RecipientID int64
	Kind        CodeKind
	TemplateRef int64 // subscribe codes belong to one template; 0: any
	Code        string
	UseNo       int // 1, 2, 3 … of a payment that allows several
	Source      string
	Scene       string
	OrderNo     string
	State       CodeState
	Errcode     int // why the platform rejected it
	MessageID   int64
	ObtainedAt  Millis
	PaidAt      Millis // payment codes: when the payment was confirmed
	UsableAt    Millis // Never: a payment code whose order is not yet paid
	ExpiresAt   Millis // Never: no expiry
	SettledAt   Millis
	CreatedAt   Millis `gorm:"autoCreateTime:milli"`
}

// SingleUse tells whether a repeat with this very code would be answered 41029
// had the first try been accepted. That is what makes an unknown outcome provable.
func (c SendCode) SingleUse(codesPerPayment int) bool {
	return c.Kind == CodeForm || (c.Kind == CodePrepay && codesPerPayment == 1)
}

// Lasting tells whether the code pays for any number of messages: one accept of
// a long-term template, until the person takes it back.
func (c SendCode) Lasting() bool { return c.Kind == CodeSubscribeLong }

// Usable tells whether the code can pay for a message at a time.
func (c SendCode) Usable(now Millis) bool {
	return c.State == CodeAvailable && c.UsableAt <= now && c.ExpiresAt > now
}

// Shown is the state a person should see at a time: a code past its life reads
// as expired even before the sweep has written so.
func (c SendCode) Shown(now Millis) CodeState {
	if c.State == CodeAvailable && c.ExpiresAt <= now {
		return CodeExpired
	}
	return c.State
}

// CodeCount is how many usable codes of one kind a Recipient has.
type CodeCount struct {
	RecipientID int64
	Kind        CodeKind
	TemplateRef int64
	N           int
	Soonest     Millis // earliest expiry among them
}

// CodeCounts counts usable codes by recipient, kind and template.
func (s *Store) CodeCounts(ctx context.Context, recipientIDs []int64) (map[int64][]CodeCount, error) {
	var rows []CodeCount
	now := s.Now()
	err := s.read.WithContext(ctx).Model(&SendCode{}).
		Select("recipient_id, kind, template_ref, COUNT(*) AS n, MIN(expires_at) AS soonest").
		Where("recipient_id IN ? AND state = ? AND usable_at <= ? AND expires_at > ?", recipientIDs, CodeAvailable, now, now).
		Group("recipient_id, kind, template_ref").Order("kind, template_ref").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count codes: %w", err)
	}
	counts := make(map[int64][]CodeCount, len(recipientIDs))
	for _, row := range rows {
		counts[row.RecipientID] = append(counts[row.RecipientID], row)
	}
	return counts, nil
}

// CodesOf lists a recipient's codes, newest first: the wallet and its story.
func (s *Store) CodesOf(ctx context.Context, appID, recipientID int64, at Cursor, size int) (Slice[SendCode], error) {
	query := s.read.WithContext(ctx).Model(&SendCode{}).Where("app_id = ? AND recipient_id = ?", appID, recipientID)
	return slice(query, at, size, "codes", func(c SendCode) int64 { return c.ID })
}

// Code loads one of an App's codes.
func (s *Store) Code(ctx context.Context, appID, id int64) (SendCode, error) {
	var c SendCode
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&c).Error
	return c, one(err, fmt.Sprintf("code %d", id))
}
