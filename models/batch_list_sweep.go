package models

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// listLife is how long an uploaded list that no batch refers to is kept: one that
// is arriving has no batch yet.
const listLife = time.Hour

// SweepLists deletes uploaded lists that nothing refers to: they were replaced,
// their draft was deleted, or they never came to their end. Where an App keeps the
// values of messages for so many days, its lists go after these, once their
// batches are over.
func (s *Store) SweepLists(ctx context.Context) error {
	apps, err := s.Apps(ctx)
	if err != nil {
		return err
	}
	now := s.Now()
	ids, err := s.listsWithout(ctx, "created_at <= ?", "1 = 1", now.Add(-listLife))
	for _, app := range apps {
		if app.ContentDays == 0 || err != nil {
			continue
		}
		var aged []int64
		aged, err = s.listsWithout(ctx, "created_at <= ? AND app_id = ?", "b.state NOT IN ('finished', 'cancelled', 'rejected')",
			now.Add(-time.Duration(app.ContentDays)*24*time.Hour), app.ID)
		ids = append(ids, aged...)
	}
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.deleteList(ctx, id); err != nil {
			return fmt.Errorf("delete list %d: %w", id, err)
		}
	}
	return nil
}

// listsWithout finds some lists to which no batch of a sort refers.
func (s *Store) listsWithout(ctx context.Context, where, batch string, args ...any) ([]int64, error) {
	var ids []int64
	err := s.read.WithContext(ctx).Model(&BatchList{}).Where(where, args...).
		Where("NOT EXISTS (SELECT 1 FROM batches b WHERE b.list_id = batch_lists.id AND "+batch+")").Order("id").Limit(20).Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("find lists without a batch: %w", err)
	}
	return ids, nil
}

// deleteList deletes a list in pieces; all of it is too much for one transaction.
func (s *Store) deleteList(ctx context.Context, id int64) error {
	for ctx.Err() == nil {
		query := s.read.WithContext(ctx).Model(&batchRow{}).Select("openid").Where("list_id = ?", id).Order("openid").Limit(clearPeople)
		openids, err := scanAll(query, func(openid *string, rows *sql.Rows) error { return rows.Scan(openid) })
		if err != nil {
			return err
		}
		if len(openids) == 0 {
			return s.db.WithContext(ctx).Where("id = ?", id).Delete(&BatchList{}).Error
		}
		err = s.db.WithContext(ctx).Exec("DELETE FROM batch_rows WHERE list_id = ? AND openid <= ?", id, openids[len(openids)-1]).Error
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
