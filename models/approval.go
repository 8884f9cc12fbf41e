package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ApprovalState is where a request for approval stands.
type ApprovalState string

// The states of a request. Only the first can change.
const (
	ApprovalAsked     ApprovalState = "asked"
	ApprovalGiven     ApprovalState = "approved"
	ApprovalRejected  ApprovalState = "rejected"
	ApprovalWithdrawn ApprovalState = "withdrawn" // by those who asked, or the batch was called off
	ApprovalVoid      ApprovalState = "void"      // what was asked for is not what would be sent
)

// ErrApprovalVoid says that a batch is not what approval was asked for: the
// request is void now, and the batch a draft again or cancelled.
var ErrApprovalVoid = errors.New("the batch was changed since approval was asked for")

// Approval is a request to let a batch be sent, and what became of it. It covers
// exactly what was frozen when it was asked for.
type Approval struct {
	ID          int64
	AppID       int64
	BatchID     int64
	State       ApprovalState
	Messages    int64
	Hash        string // of Parts
	Parts       Frozen `gorm:"serializer:json"`
	AskedID     int64
	AskedName   string
	AskedAt     Millis
	DecidedID   int64
	DecidedName string
	DecidedAt   Millis
	Reason      string // why it was rejected, in the approver's words
	Changed     string // what made it void: names of parts, comma-separated
}

// MayDecide tells whether somebody may approve or reject a batch: whoever asked
// for it or wrote any of it may not.
func (b Batch) MayDecide(a Approval, staffID int64) bool {
	return b.State == BatchPending && a.AskedID != staffID && !slices.Contains(b.Editors, staffID)
}

// Approval loads the latest request about a batch; ID 0: there was none.
func (s *Store) Approval(ctx context.Context, b Batch) (Approval, error) {
	var list []Approval
	err := s.read.WithContext(ctx).Where("app_id = ? AND batch_id = ?", b.AppID, b.ID).Order("id DESC").Limit(1).Find(&list).Error
	if err != nil {
		return Approval{}, fmt.Errorf("load approval of batch %d: %w", b.ID, err)
	}
	if len(list) == 0 {
		return Approval{}, nil
	}
	return list[0], nil
}

// WaitingApprovals counts an App's batches that wait for approval.
func (s *Store) WaitingApprovals(ctx context.Context, appID int64) (int64, error) {
	n, err := s.capped(ctx, &Approval{}, "app_id = ? AND state = ?", appID, ApprovalAsked)
	return n.N, err
}

// askApproval freezes a batch that the running transaction has written, and lets
// it wait for somebody else.
func (s *Store) askApproval(ctx context.Context, actor Actor, id int64) (Batch, error) {
	var b Batch
	if err := one(s.db.WithContext(ctx).Where("id = ?", id).Take(&b).Error, "batch"); err != nil {
		return b, err
	}
	parts, n, err := s.freeze(ctx, b)
	if err != nil {
		return b, err
	}
	a := Approval{
		ID: NewID(s.now()), AppID: b.AppID, BatchID: id, State: ApprovalAsked, Messages: n, Hash: parts.hash(), Parts: parts,
		AskedID: actor.ID, AskedName: clip(actor.Name, 100), AskedAt: s.Now(),
	}
	if err := s.db.WithContext(ctx).Create(&a).Error; err != nil {
		return b, fmt.Errorf("ask for approval of batch %d: %w", id, err)
	}
	b.ApprovalID = a.ID
	if err := s.db.WithContext(ctx).Model(&Batch{}).Where("id = ?", id).UpdateColumn("approval_id", a.ID).Error; err != nil {
		return b, fmt.Errorf("ask for approval of batch %d: %w", id, err)
	}
	return b, s.audit(ctx, actor, change{AppID: b.AppID, Action: "approval.ask", Object: "approval", ObjectID: a.ID, After: a})
}

// approvalActions are what the audit calls the end of a request.
var approvalActions = map[ApprovalState]string{
	ApprovalGiven: "approval.approve", ApprovalRejected: "approval.reject", ApprovalWithdrawn: "approval.withdraw", ApprovalVoid: "approval.void",
}

// endApproval writes down what became of a request that is still open. One that was
// given may yet turn out void; who gave it stays.
func (s *Store) endApproval(ctx context.Context, actor Actor, before Approval, edit func(*Approval)) error {
	a := before
	if a.State == ApprovalAsked {
		a.DecidedID, a.DecidedName, a.DecidedAt = actor.ID, clip(actor.Name, 100), s.Now()
	}
	edit(&a)
	done := s.db.WithContext(ctx).Model(&Approval{}).Where("id = ? AND state = ?", a.ID, before.State).
		Select("state", "decided_id", "decided_name", "decided_at", "reason", "changed").Updates(&a)
	if done.Error != nil {
		return fmt.Errorf("end approval %d: %w", a.ID, done.Error)
	}
	if done.RowsAffected == 0 {
		return errLostRace
	}
	return s.audit(ctx, actor, change{AppID: a.AppID, Action: approvalActions[a.State], Object: "approval", ObjectID: a.ID, Before: before, After: a})
}
