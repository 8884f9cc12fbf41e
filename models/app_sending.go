package models

import (
	"context"
	"fmt"
	"slices"
)

// DefaultConfirmAbove is a new App's ConfirmAbove.
const DefaultConfirmAbove = 100

// DefaultApproveAbove is a new App's ApproveAbove, for when it comes to be asked for.
const DefaultApproveAbove = 1000

// ApprovalRule says which batches of an App a second person has to approve.
type ApprovalRule string

// The rules.
const (
	ApprovalNever  ApprovalRule = ""
	ApprovalAlways ApprovalRule = "always"
	ApprovalAbove  ApprovalRule = "above" // those of more messages than ApproveAbove
)

// ApprovalRules lists them, the mildest first.
var ApprovalRules = []ApprovalRule{ApprovalNever, ApprovalAbove, ApprovalAlways}

// SendingRules are what an App asks of those who send to many.
type SendingRules struct {
	ConfirmAbove int // a batch of more messages is sent when that number has been typed
	RestDays     int // who got a message within so many days is shown, and may be left out; 0: nobody
	Approval     ApprovalRule
	ApproveAbove int
}

func (a App) sendingRules() SendingRules {
	return SendingRules{ConfirmAbove: a.ConfirmAbove, RestDays: a.RestDays, Approval: a.Approval, ApproveAbove: a.ApproveAbove}
}

// MustType tells whether a page has to ask for a number of messages to be typed.
func (a App) MustType(messages int64) bool { return messages > int64(a.ConfirmAbove) }

// MustApprove tells whether a second person has to approve a batch of so many
// messages. A single message to one person, be it a test, is no batch.
func (a App) MustApprove(messages int64) bool {
	return a.Approval == ApprovalAlways || a.Approval == ApprovalAbove && messages > int64(a.ApproveAbove)
}

// ApprovedBelow is the largest number of messages that need no approval.
func (a App) ApprovedBelow() int {
	if a.Approval == ApprovalAlways {
		return 0
	}
	return a.ApproveAbove
}

// SaveSendingRules changes them, for what is submitted from now on. Refused values
// are a ValidationError with the fields confirm_above (0 to 1,000,000), rest_days
// (0 to 30), approval and approve_above (0 to 1,000,000).
func (s *Store) SaveSendingRules(ctx context.Context, actor Actor, appID int64, rules SendingRules) error {
	var bad ValidationError
	if rules.ConfirmAbove < 0 || rules.ConfirmAbove > 1_000_000 {
		bad.Add("confirm_above", ReasonBadChoice)
	}
	if rules.RestDays < 0 || rules.RestDays > 30 {
		bad.Add("rest_days", ReasonBadChoice)
	}
	if !slices.Contains(ApprovalRules, rules.Approval) {
		bad.Add("approval", ReasonBadChoice)
	}
	if rules.ApproveAbove < 0 || rules.ApproveAbove > 1_000_000 {
		bad.Add("approve_above", ReasonBadChoice)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.InTx(ctx, func(tx *Store) error {
		app, err := tx.appForUpdate(ctx, appID)
		if err != nil {
			return err
		}
		before := app.sendingRules()
		if before == rules {
			return nil
		}
		app.ConfirmAbove, app.RestDays, app.Approval, app.ApproveAbove = rules.ConfirmAbove, rules.RestDays, rules.Approval, rules.ApproveAbove
		if err := tx.db.WithContext(ctx).Select("confirm_above", "rest_days", "approval", "approve_above").Updates(&app).Error; err != nil {
			return fmt.Errorf("save sending rules of app %d: %w", appID, err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "app.sending", Object: "app", ObjectID: appID, Before: before, After: rules})
	})
}
