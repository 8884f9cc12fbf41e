package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// maxReason is how long the reason of a rejection may be, in characters.
const maxReason = 500

// ApproveBatch lets a batch be sent whose approval the caller has read: hash is
// that of the request they were shown. ErrConflict means that it does not wait for
// approval any more, or that there is another request; ErrForbidden that this person
// may not decide; ErrApprovalVoid that the batch is not what was asked for.
func (s *Store) ApproveBatch(ctx context.Context, actor Actor, appID, id int64, hash string) error {
	return s.decideBatch(ctx, actor, appID, id, hash, func(tx *Store, b Batch, a Approval) error {
		if err := tx.endApproval(ctx, actor, a, func(a *Approval) { a.State = ApprovalGiven }); err != nil {
			return err
		}
		if !b.timed() {
			if err := tx.db.WithContext(ctx).Model(&Batch{}).Where("id = ?", id).UpdateColumn("start_at", tx.Now()).Error; err != nil {
				return fmt.Errorf("approve batch %d: %w", id, err)
			}
		}
		return tx.moveBatch(ctx, actor, b, BatchScheduled, "", 0)
	})
}

// RejectBatch ends a batch that waits for approval. It needs a reason, else it is
// a ValidationError; the other errors are those of ApproveBatch.
func (s *Store) RejectBatch(ctx context.Context, actor Actor, appID, id int64, hash, reason string) error {
	var bad ValidationError
	reason = strings.TrimSpace(reason)
	checkText(&bad, "reason", reason, 1, maxReason)
	if err := bad.Err(); err != nil {
		return err
	}
	return s.decideBatch(ctx, actor, appID, id, hash, func(tx *Store, b Batch, a Approval) error {
		if err := tx.endApproval(ctx, actor, a, func(a *Approval) { a.State, a.Reason = ApprovalRejected, reason }); err != nil {
			return err
		}
		return tx.moveBatch(ctx, actor, b, BatchRejected, CausePerson, 0)
	})
}

// decideBatch runs fn with a batch that waits for approval and is still what it was
// when that was asked for. If it is not, that is written down and nothing else is.
func (s *Store) decideBatch(ctx context.Context, actor Actor, appID, id int64, hash string, fn func(*Store, Batch, Approval) error) error {
	void := false
	err := s.InTx(ctx, func(tx *Store) error {
		void = false
		b, a, err := tx.pendingBatch(ctx, appID, id)
		if err != nil {
			return err
		}
		if a.Hash != hash {
			return fmt.Errorf("batch %d waits for another approval: %w", id, ErrConflict)
		}
		if err := tx.refuseApprover(ctx, actor, b, a); err != nil {
			return err
		}
		changed, err := tx.changedSince(ctx, b, a)
		if err != nil {
			return err
		}
		if void = changed != ""; void {
			return tx.voidBatch(ctx, b, a, changed)
		}
		return fn(tx, b, a)
	})
	if err == nil && void {
		err = fmt.Errorf("batch %d: %w", id, ErrApprovalVoid)
	}
	return err
}

// pendingBatch loads and locks a batch that waits for approval; any other is
// ErrConflict.
func (s *Store) pendingBatch(ctx context.Context, appID, id int64) (Batch, Approval, error) {
	var b Batch
	if err := one(s.forUpdate(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&b).Error, fmt.Sprintf("batch %d", id)); err != nil {
		return b, Approval{}, err
	}
	if b.State != BatchPending {
		return b, Approval{}, fmt.Errorf("batch %d is %s: %w", id, b.State, ErrConflict)
	}
	a, err := s.approvalOf(ctx, b)
	return b, a, err
}

// approvalOf loads the request by which a batch is sent.
func (s *Store) approvalOf(ctx context.Context, b Batch) (Approval, error) {
	var a Approval
	err := s.db.WithContext(ctx).Where("id = ? AND batch_id = ?", b.ApprovalID, b.ID).Take(&a).Error
	return a, one(err, fmt.Sprintf("approval of batch %d", b.ID))
}

// refuseApprover is ErrForbidden for whoever may not decide about a batch, as their
// role and Apps are at this moment.
func (s *Store) refuseApprover(ctx context.Context, actor Actor, b Batch, a Approval) error {
	member, err := s.StaffMember(ctx, actor.ID)
	if err != nil {
		return err
	}
	apps, err := s.AppsFor(ctx, member)
	if err != nil {
		return err
	}
	in := slices.ContainsFunc(apps, func(app App) bool { return app.ID == b.AppID })
	if actor.Kind != ActorStaff || member.DisabledAt != 0 || !member.Role.Can(PermApprove) || !in || !b.MayDecide(a, member.ID) {
		return fmt.Errorf("staff %d may not decide about batch %d: %w", actor.ID, b.ID, ErrForbidden)
	}
	return nil
}

// changedSince names what of a batch is not as it was when approval was asked for.
// Once its messages are made, they and not the template say what people read, and
// they and not its check say who does.
func (s *Store) changedSince(ctx context.Context, b Batch, a Approval) (string, error) {
	is, _, err := s.freeze(ctx, b)
	if err != nil {
		return "", err
	}
	if b.ExpandAfter > 0 || b.Expanded {
		is.Template = a.Parts.Template
	}
	if b.Expanded && b.Total <= a.Messages {
		is.Audience = a.Parts.Audience
	}
	if a.Parts.hash() != a.Hash {
		return "approval", nil
	}
	return is.since(a.Parts), nil
}

// voidBatch ends a request for what is not any more. Before anything was made of
// it the batch is a draft again; later it is called off.
func (s *Store) voidBatch(ctx context.Context, b Batch, a Approval, changed string) error {
	engine := Actor{Kind: ActorEngine}
	if err := s.endApproval(ctx, engine, a, func(a *Approval) { a.State, a.Changed = ApprovalVoid, changed }); err != nil {
		return err
	}
	if b.State == BatchPending && b.CanBeDraft() {
		return s.backToDraft(ctx, engine, b, CauseVoid)
	}
	return s.moveBatch(ctx, engine, b, BatchCancelled, CauseVoid, 0)
}

// CanBeDraft tells whether a batch can be one again: a retry never was.
func (b Batch) CanBeDraft() bool { return b.Audience.Kind != AudienceRetry }

// WithdrawBatch takes back a batch that waits for approval, to be changed: it is a
// draft again, or, where it never was one, called off. ErrConflict when it does not
// wait any more.
func (s *Store) WithdrawBatch(ctx context.Context, actor Actor, appID, id int64) (Batch, error) {
	var b Batch
	err := s.InTx(ctx, func(tx *Store) error {
		var err error
		if b, err = tx.withdrawn(ctx, actor, appID, id); err != nil {
			return err
		}
		if !b.CanBeDraft() {
			return tx.moveBatch(ctx, actor, b, BatchCancelled, CausePerson, 0)
		}
		return tx.backToDraft(ctx, actor, b, "")
	})
	return b, err
}

// withdrawn ends the request of a batch that waits for approval.
func (s *Store) withdrawn(ctx context.Context, actor Actor, appID, id int64) (Batch, error) {
	b, a, err := s.pendingBatch(ctx, appID, id)
	if err != nil {
		return b, err
	}
	return b, s.endApproval(ctx, actor, a, func(a *Approval) { a.State = ApprovalWithdrawn })
}

// backToDraft makes a draft of a batch that waits for approval, in a new version.
func (s *Store) backToDraft(ctx context.Context, actor Actor, b Batch, reason Cause) error {
	set := map[string]any{"version": b.Version + 1, "check_id": 0, "approval_id": 0}
	if err := s.db.WithContext(ctx).Model(&Batch{}).Where("id = ?", b.ID).Updates(set).Error; err != nil {
		return fmt.Errorf("take back batch %d: %w", b.ID, err)
	}
	return s.moveBatch(ctx, actor, b, BatchDraft, reason, 0)
}
