package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// maxTesters is how many testers an App may have: pages list them all.
const maxTesters = 50

// tester is a user to whom drafts may be sent as a test.
type tester struct {
	AppID       int64 `gorm:"primaryKey;autoIncrement:false"`
	RecipientID int64 `gorm:"primaryKey;autoIncrement:false"`
	CreatedAt   Millis
}

// Testers lists an App's testers, oldest user first.
func (s *Store) Testers(ctx context.Context, appID int64) ([]Recipient, error) {
	var people []Recipient
	err := s.read.WithContext(ctx).Model(&Recipient{}).Joins("JOIN testers t ON t.app_id = recipients.app_id AND t.recipient_id = recipients.id").
		Where("recipients.app_id = ? AND recipients.erased_at = 0", appID).Order("recipients.id").Find(&people).Error
	if err != nil {
		return nil, fmt.Errorf("list testers: %w", err)
	}
	return people, nil
}

// SetTester makes a user a tester, or takes that back; one too many is a
// ValidationError of the field tester.
func (s *Store) SetTester(ctx context.Context, actor Actor, appID, recipientID int64, on bool) error {
	return s.InTx(ctx, func(tx *Store) error {
		if _, err := tx.Recipient(ctx, appID, recipientID); err != nil {
			return err
		}
		known, err := tx.Testers(ctx, appID)
		if err != nil {
			return err
		}
		is := slices.ContainsFunc(known, func(r Recipient) bool { return r.ID == recipientID })
		row := tester{AppID: appID, RecipientID: recipientID, CreatedAt: tx.Now()}
		switch {
		case on == is:
			return nil
		case on && len(known) >= maxTesters:
			return &ValidationError{Fields: []FieldError{{Field: "tester", Reason: ReasonTooMany, Limit: maxTesters}}}
		case on:
			err = tx.db.WithContext(ctx).Create(&row).Error
		default:
			err = tx.db.WithContext(ctx).Delete(&row).Error
		}
		if err != nil {
			return fmt.Errorf("set tester: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "recipient.tester", Object: "recipient", ObjectID: recipientID,
			Before: map[string]any{"tester": is}, After: map[string]any{"tester": on}})
	})
}

// TestResult is what became of a test for one person: a queued Message, or why not.
type TestResult struct {
	To      Recipient
	Message Message
	Refused *ValidationError // fields as for Enqueue: to, data.KEY, page …; nil: it is queued
}

// TestSend queues a draft's message, as it is saved, as a single message to each of
// some testers: filled for the tester, and where the audience is a list in which
// the tester is not, with a line of that list. Each is judged alone; somebody who
// is no tester is refused. The same key and tester again returns the message of the
// first time. What is wrong with template or content is a ValidationError.
func (s *Store) TestSend(ctx context.Context, actor Actor, app App, d Draft, to []int64, key string) ([]TestResult, error) {
	bad := ValidationError{Fields: slices.Concat(d.Problems.Template.Fields, d.Problems.Content.Fields)}
	if len(to) == 0 {
		bad.Add("to", ReasonRequired)
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	testers, err := s.Testers(ctx, app.ID)
	if err != nil {
		return nil, err
	}
	results := make([]TestResult, len(to))
	for i, id := range to {
		at := slices.IndexFunc(testers, func(r Recipient) bool { return r.ID == id })
		if at < 0 {
			results[i] = TestResult{To: Recipient{ID: id}, Refused: &ValidationError{Fields: []FieldError{{Field: "to", Reason: ReasonNotTester}}}}
			continue
		}
		if results[i], err = s.testSend(ctx, actor, app, d, testers[at], key); err != nil {
			return nil, err
		}
	}
	return results, nil
}

func (s *Store) testSend(ctx context.Context, actor Actor, app App, d Draft, to Recipient, key string) (TestResult, error) {
	result := TestResult{To: to}
	row, err := s.rowFor(ctx, d, to)
	if err != nil {
		return result, err
	}
	content := d.sentContent()
	content.row = row
	req := MessageRequest{TemplateID: d.Template.TemplateID, To: to.Openid, Content: content, MiniprogramState: d.Template.MiniprogramState}
	if key != "" {
		req.IdempotencyKey = "test:" + key + ":" + decimal(to.ID)
	}
	result.Message, err = s.Enqueue(ctx, actor, app, req)
	if errors.As(err, &result.Refused) {
		err = nil
	}
	return result, err
}
