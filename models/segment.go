package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Segment is a filter of users with a name.
type Segment struct {
	ID        int64
	AppID     int64
	Name      string
	Filter    RecipientFilter `gorm:"serializer:json"`
	CreatedAt Millis          `gorm:"autoCreateTime:milli"`
	UpdatedAt Millis          `gorm:"autoUpdateTime:milli"`
}

// maxSegments is how many segments an App may have: pages list them all.
const maxSegments = 200

// Segments lists an App's segments by name.
func (s *Store) Segments(ctx context.Context, appID int64) ([]Segment, error) {
	var segments []Segment
	if err := s.read.WithContext(ctx).Where("app_id = ?", appID).Order("name").Find(&segments).Error; err != nil {
		return nil, fmt.Errorf("list segments: %w", err)
	}
	return segments, nil
}

// Segment loads one of an App's segments.
func (s *Store) Segment(ctx context.Context, appID, id int64) (Segment, error) {
	var g Segment
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&g).Error
	return g, one(err, fmt.Sprintf("segment %d", id))
}

// SaveSegment adds a segment (id 0) or changes one.
func (s *Store) SaveSegment(ctx context.Context, actor Actor, appID, id int64, name string, filter RecipientFilter) (Segment, error) {
	var bad ValidationError
	name = strings.TrimSpace(name)
	checkText(&bad, "name", name, 1, 100)
	if err := errors.Join(filter.check(), bad.Err()); err != nil {
		return Segment{}, err
	}
	var g Segment
	err := s.InTx(ctx, func(tx *Store) error {
		g = Segment{ID: id, AppID: appID, CreatedAt: tx.Now()}
		if id != 0 {
			var err error
			if g, err = tx.Segment(ctx, appID, id); err != nil {
				return err
			}
		}
		before := g
		g.Name, g.Filter, g.UpdatedAt = name, filter, tx.Now()
		if err := tx.checkSegment(ctx, g); err != nil {
			return err
		}
		if err := tx.writeSegment(ctx, &g); err != nil {
			return fmt.Errorf("save segment: %w", err)
		}
		entry := change{AppID: appID, Action: "segment.save", Object: "segment", ObjectID: g.ID, After: auditedSegment(g)}
		if id != 0 {
			entry.Before = auditedSegment(before)
		}
		return tx.audit(ctx, actor, entry)
	})
	return g, err
}

func (s *Store) writeSegment(ctx context.Context, g *Segment) error {
	if g.ID != 0 {
		return s.db.WithContext(ctx).Select("name", "filter", "updated_at").Updates(g).Error
	}
	g.ID = NewID(s.now())
	return s.db.WithContext(ctx).Create(g).Error
}

// checkSegment refuses a name that another segment has, and one segment too many.
func (s *Store) checkSegment(ctx context.Context, g Segment) error {
	all, err := s.Segments(ctx, g.AppID)
	if err != nil {
		return err
	}
	var bad ValidationError
	for _, other := range all {
		if other.Name == g.Name && other.ID != g.ID {
			bad.Add("name", ReasonTaken)
		}
	}
	if g.ID == 0 && len(all) >= maxSegments {
		bad.Add("name", ReasonTooMany, maxSegments)
	}
	return bad.Err()
}

// auditedSegment leaves out of the audit what may be words about a person: an
// entry cannot be erased.
func auditedSegment(g Segment) any {
	return map[string]any{"name": g.Name, "filter": auditedFilter(g.Filter)}
}

const notKept = "…"

func auditedFilter(f RecipientFilter) RecipientFilter {
	if f.Search != "" {
		f.Search = notKept
	}
	if f.AttributeValue != "" {
		f.AttributeValue = notKept
	}
	return f
}

// DeleteSegment removes a segment. Batches made from it keep their copy.
func (s *Store) DeleteSegment(ctx context.Context, actor Actor, appID, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		g, err := tx.Segment(ctx, appID, id)
		if err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Delete(&g).Error; err != nil {
			return fmt.Errorf("delete segment %d: %w", id, err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "segment.delete", Object: "segment", ObjectID: id, Before: auditedSegment(g)})
	})
}

// renameInFilters lets segments, and batches whose audience is not complete yet,
// follow a tag to its new name.
func (s *Store) renameInFilters(ctx context.Context, appID int64, from, to string) error {
	segments, err := s.Segments(ctx, appID)
	if err != nil {
		return err
	}
	for _, g := range segments {
		if !g.Filter.renameTag(from, to) {
			continue
		}
		if err := s.db.WithContext(ctx).Select("filter").Updates(&g).Error; err != nil {
			return fmt.Errorf("rename tag in segment %d: %w", g.ID, err)
		}
	}
	batches, err := s.openAudiences(ctx, appID)
	if err != nil {
		return err
	}
	for _, b := range batches {
		if b.Audience.Filter == nil || !b.Audience.Filter.renameTag(from, to) {
			continue
		}
		if err := s.db.WithContext(ctx).Select("audience").Updates(&b).Error; err != nil {
			return fmt.Errorf("rename tag in batch %d: %w", b.ID, err)
		}
	}
	return nil
}

// openAudiences loads and locks an App's batches that still take people in.
func (s *Store) openAudiences(ctx context.Context, appID int64) ([]Batch, error) {
	var batches []Batch
	err := s.forUpdate(ctx).Where("app_id = ? AND expanded = ? AND state IN ?", appID, false,
		[]BatchState{BatchDraft, BatchPending, BatchScheduled, BatchRunning, BatchPaused}).Order("id").Find(&batches).Error
	if err != nil {
		return nil, fmt.Errorf("find waiting batches: %w", err)
	}
	return batches, nil
}

// renameTag tells whether a filter asked for the tag.
func (f *RecipientFilter) renameTag(from, to string) bool {
	at := slices.Index(f.Tags, from)
	if at >= 0 {
		f.Tags[at] = to
	}
	return at >= 0
}
