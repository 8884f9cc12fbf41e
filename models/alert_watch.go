package models

import (
	"context"
	"fmt"
	"time"

	"xinshi/models/wechat"
)

// tellAgain is how long robots are left in peace about a subject of which they
// were told: what comes and goes is told of once in this time.
const tellAgain = time.Hour

// WatchAlerts looks at everything once, raises what is new and clears what is
// over, and writes down what robots are to be told. Any number of processes may
// do so: the rows of an App are locked while they are compared, so each change
// is made, and told, once. quotas are what the platform told, by App.
func (s *Store) WatchAlerts(ctx context.Context, quotas map[int64]wechat.Quota) error {
	apps, err := s.Apps(ctx)
	if err != nil {
		return err
	}
	chain, err := s.chainSign(ctx)
	if err != nil {
		return err
	}
	if err := s.settleAlerts(ctx, 0, chain); err != nil {
		return err
	}
	for _, app := range apps {
		var quota *wechat.Quota
		if read, ok := quotas[app.ID]; ok {
			quota = &read
		}
		found, err := s.signs(ctx, app, quota)
		if err != nil {
			return err
		}
		if err := s.settleAlerts(ctx, app.ID, found); err != nil {
			return err
		}
	}
	return s.sweepNotices(ctx)
}

// settleAlerts makes what stands of one App what was found.
func (s *Store) settleAlerts(ctx context.Context, appID int64, found []Alert) error {
	err := s.InTx(ctx, func(tx *Store) error {
		var known []Alert
		if err := tx.forUpdate(ctx).Where("app_id = ?", appID).Find(&known).Error; err != nil {
			return err
		}
		for _, f := range found {
			f.AppID = appID
			if err := tx.raise(ctx, f, find(known, f)); err != nil {
				return err
			}
		}
		for _, k := range known {
			if k.ClearedAt == 0 && find(found, k) == nil {
				if err := tx.clear(ctx, k); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("settle alerts of app %d: %w", appID, err)
	}
	return nil
}

func find(alerts []Alert, like Alert) *Alert {
	for i, a := range alerts {
		if a.Kind == like.Kind && a.ObjectID == like.ObjectID {
			return &alerts[i]
		}
	}
	return nil
}

// raise notes an alert that may stand already; only its beginning is recorded.
func (s *Store) raise(ctx context.Context, found Alert, known *Alert) error {
	now := s.Now()
	a := found
	a.RaisedAt = now
	if known != nil {
		a.ToldAt = known.ToldAt
		if known.ClearedAt == 0 {
			a.RaisedAt, a.Told = known.RaisedAt, known.Told
		}
	}
	if !a.Told && (a.ToldAt == 0 || now.Sub(a.ToldAt) >= tellAgain) {
		a.Told, a.ToldAt = true, now
		if err := s.tell(ctx, a, NoticeRaised); err != nil {
			return err
		}
	}
	switch {
	case known == nil:
		if err := s.db.WithContext(ctx).Create(&a).Error; err != nil {
			return err
		}
	case a != *known:
		if err := s.db.WithContext(ctx).Select("*").Updates(&a).Error; err != nil {
			return err
		}
	}
	if known != nil && known.ClearedAt == 0 {
		return nil
	}
	return s.audit(ctx, Actor{Kind: ActorEngine}, change{AppID: a.AppID, Action: "alert.raise", Object: "alert", ObjectID: a.ObjectID, After: a})
}

// clear notes that an alert is over. Who was told that it stands is told that
// too; who was not yet, is not told at all.
func (s *Store) clear(ctx context.Context, known Alert) error {
	a := known
	a.ClearedAt, a.Told = s.Now(), false
	if known.Told {
		if err := s.tellOver(ctx, a); err != nil {
			return err
		}
	}
	if err := s.db.WithContext(ctx).Select("*").Updates(&a).Error; err != nil {
		return err
	}
	return s.audit(ctx, Actor{Kind: ActorEngine}, change{AppID: a.AppID, Action: "alert.clear", Object: "alert", ObjectID: a.ObjectID, Before: known, After: a})
}
