package models

import (
	"context"
	"fmt"
)

// DefaultConfirmAbove is a new App's ConfirmAbove.
const DefaultConfirmAbove = 100

// SendingRules are what an App asks of those who send to many.
type SendingRules struct {
	ConfirmAbove int // a batch of more messages is sent when that number has been typed
	RestDays     int // who got a message within so many days is shown, and may be left out; 0: nobody
}

// MustType tells whether a page has to ask for a number of messages to be typed.
func (a App) MustType(messages int64) bool { return messages > int64(a.ConfirmAbove) }

// SaveSendingRules changes them. Refused values are a ValidationError with the
// fields confirm_above (0 to 1,000,000) and rest_days (0 to 30).
func (s *Store) SaveSendingRules(ctx context.Context, actor Actor, appID int64, rules SendingRules) error {
	var bad ValidationError
	if rules.ConfirmAbove < 0 || rules.ConfirmAbove > 1_000_000 {
		bad.Add("confirm_above", ReasonBadChoice)
	}
	if rules.RestDays < 0 || rules.RestDays > 30 {
		bad.Add("rest_days", ReasonBadChoice)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.InTx(ctx, func(tx *Store) error {
		app, err := tx.appForUpdate(ctx, appID)
		if err != nil {
			return err
		}
		before := SendingRules{app.ConfirmAbove, app.RestDays}
		if before == rules {
			return nil
		}
		app.ConfirmAbove, app.RestDays = rules.ConfirmAbove, rules.RestDays
		if err := tx.db.WithContext(ctx).Select("confirm_above", "rest_days").Updates(&app).Error; err != nil {
			return fmt.Errorf("save sending rules of app %d: %w", appID, err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "app.sending", Object: "app", ObjectID: appID, Before: before, After: rules})
	})
}
