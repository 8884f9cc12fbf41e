package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// AddListed makes the unknown people of a draft's list users of the App, and
// returns how many it added. What it did before it failed stays done.
func (s *Store) AddListed(ctx context.Context, actor Actor, app App, d Draft) (added int64, err error) {
	for {
		n := 0
		err := s.InTx(ctx, func(tx *Store) error {
			unknown, err := tx.unknownListed(ctx, d.ListID, "recipient_id", listChunk)
			if n = len(unknown); err != nil || n == 0 {
				return err
			}
			return tx.addListed(ctx, actor, d, unknown)
		})
		added += int64(n)
		if err != nil || n == 0 {
			return added, err
		}
	}
}

func (s *Store) addListed(ctx context.Context, actor Actor, d Draft, unknown []UnknownPerson) error {
	openids := make([]string, len(unknown))
	for i, p := range unknown {
		openids[i] = p.Openid
	}
	if _, err := s.recipientsFor(ctx, d.AppID, openids); err != nil {
		return err
	}
	// A person's row has the openid; SQLite and MySQL both look it up by its key.
	same := gorm.Expr("(SELECT r.id FROM recipients r WHERE r.app_id = ? AND r.openid = batch_rows.openid)", d.AppID)
	err := s.db.WithContext(ctx).Model(&batchRow{}).Where("list_id = ? AND openid IN ?", d.ListID, openids).UpdateColumn("recipient_id", same).Error
	if err != nil {
		return fmt.Errorf("note new people of list %d: %w", d.ListID, err)
	}
	err = s.db.WithContext(ctx).Model(&BatchList{}).Where("id = ?", d.ListID).UpdateColumn("known", gorm.Expr("known + ?", len(unknown))).Error
	if err != nil {
		return fmt.Errorf("count people of list %d: %w", d.ListID, err)
	}
	return s.audit(ctx, actor, change{AppID: d.AppID, Action: "batch.people", Object: "batch", ObjectID: d.ID, After: map[string]any{"added": len(unknown)}})
}
