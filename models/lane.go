package models

import (
	"context"
	"fmt"
	"slices"
)

// Lane is a queue that is claimed from by itself: the single messages of an
// App, or one of its batches. Lanes take turns, so that a batch of a million
// holds up neither a single message nor another batch.
type Lane struct {
	App    App
	Batch  Batch // ID 0: the single messages
	Proven bool  // a lost outcome can be found out, for each of its messages
}

// batchWaits is the condition of a batch with messages that have no outcome. Of
// those that are over: a message that a person sends once more, and what was
// being proven when the batch was called off.
const batchWaits = "total > sent + failed + unknown + cancelled + expired"

// Lanes lists the queues with something due, single messages first. It also ends
// the pauses whose time has come.
func (s *Store) Lanes(ctx context.Context) ([]Lane, error) {
	if err := s.endPauses(ctx); err != nil {
		return nil, err
	}
	now := s.Now()
	var apps []App
	if err := s.read.WithContext(ctx).Where("state = ?", AppActive).Find(&apps).Error; err != nil {
		return nil, fmt.Errorf("find apps that may send: %w", err)
	}
	var lanes []Lane
	byID := make(map[int64]App, len(apps))
	for _, app := range apps {
		byID[app.ID] = app
		lane := Lane{App: app}
		due, err := s.laneIsDue(ctx, lane, now)
		if err != nil {
			return nil, err
		}
		if due {
			lanes = append(lanes, lane)
		}
	}
	var batches []Batch
	err := s.read.WithContext(ctx).Omit("content", "audience").
		Where("state = ? OR (state IN ? AND "+batchWaits+")", BatchRunning, []BatchState{BatchCancelled, BatchFinished}).Find(&batches).Error
	if err != nil {
		return nil, fmt.Errorf("find running batches: %w", err)
	}
	templates, err := s.templatesOf(ctx, batches)
	if err != nil {
		return nil, err
	}
	for _, b := range batches {
		app, active := byID[b.AppID]
		if !active || b.Quiet(app, now) {
			continue
		}
		lane := Lane{App: app, Batch: b, Proven: app.proves(templates[b.TemplateRef])}
		due, err := s.laneIsDue(ctx, lane, now)
		if err != nil {
			return nil, err
		}
		if due {
			lanes = append(lanes, lane)
		}
	}
	return lanes, nil
}

// templatesOf loads what some batches send with, as far as the kind.
func (s *Store) templatesOf(ctx context.Context, batches []Batch) (map[int64]Template, error) {
	found := make(map[int64]Template, len(batches))
	if len(batches) == 0 {
		return found, nil
	}
	refs := make([]int64, len(batches))
	for i, b := range batches {
		refs[i] = b.TemplateRef
	}
	var templates []Template
	err := s.read.WithContext(ctx).Select("id", "kind").Where("id IN ?", refs).Find(&templates).Error
	if err != nil {
		return nil, fmt.Errorf("find kinds of templates: %w", err)
	}
	for _, t := range templates {
		found[t.ID] = t
	}
	return found, nil
}

// proves tells whether every code that pays for a template is single-use.
func (a App) proves(t Template) bool {
	return !slices.ContainsFunc(t.CodeKinds(), func(kind CodeKind) bool { return !SendCode{Kind: kind}.SingleUse(a.CodesPerPayment) })
}

// refresh reads App and batch again inside the claim: a pause, or a new secret,
// that came after Lanes looked must count.
func (s *Store) refresh(ctx context.Context, lane Lane) (Lane, bool, error) {
	var err error
	if lane.App, err = s.App(ctx, lane.App.ID); err != nil || lane.App.State != AppActive {
		return lane, false, err
	}
	if lane.Batch.ID == 0 {
		return lane, true, nil
	}
	err = one(s.db.WithContext(ctx).Omit("content", "audience").Where("id = ?", lane.Batch.ID).Take(&lane.Batch).Error, "batch")
	return lane, lane.Batch.State == BatchRunning || lane.Batch.State.Over(), err
}

// where is the condition of a lane's due messages; its columns are those of an index.
func (l Lane) where(now Millis) (string, []any) {
	if l.Batch.ID == 0 {
		return "messages.app_id = ? AND batch_id IS NULL AND state = ? AND due_at <= ?", []any{l.App.ID, MessageQueued, now}
	}
	where, args := "messages.app_id = ? AND batch_id = ? AND state = ? AND due_at <= ?", []any{l.App.ID, l.Batch.ID, MessageQueued, now}
	if l.Batch.State == BatchCancelled {
		// What may have arrived already must be found out even now.
		where, args = where+" AND unproven = ?", append(args, true)
	}
	return where, args
}

func (s *Store) laneIsDue(ctx context.Context, lane Lane, now Millis) (bool, error) {
	where, args := lane.where(now)
	var ids []int64
	err := s.read.WithContext(ctx).Model(&Message{}).Where(where, args...).Limit(1).Pluck("id", &ids).Error
	if err != nil {
		return false, fmt.Errorf("look for due messages: %w", err)
	}
	return len(ids) > 0, nil
}

// Holds says what must not be sent right now, although it may have been claimed
// a moment before.
type Holds struct {
	apps    map[int64]bool
	batches map[int64]BatchState
}

// Holds reads which Apps are paused and which batches are held or called off.
func (s *Store) Holds(ctx context.Context) (Holds, error) {
	h := Holds{apps: map[int64]bool{}, batches: map[int64]BatchState{}}
	var apps []int64
	if err := s.read.WithContext(ctx).Model(&App{}).Where("state = ?", AppPaused).Pluck("id", &apps).Error; err != nil {
		return Holds{}, fmt.Errorf("find paused apps: %w", err)
	}
	for _, id := range apps {
		h.apps[id] = true
	}
	var batches []Batch
	err := s.read.WithContext(ctx).Select("id", "state").
		Where("state IN ? AND "+batchWaits, []BatchState{BatchPaused, BatchCancelled}).Find(&batches).Error
	if err != nil {
		return Holds{}, fmt.Errorf("find held batches: %w", err)
	}
	for _, b := range batches {
		h.batches[b.ID] = b.State
	}
	return h, nil
}

// Stop tells whether a claimed message has to wait. What is being proven goes
// on even when its batch was called off.
func (h Holds) Stop(m Message) bool {
	state, held := h.batches[m.batch()]
	return h.apps[m.AppID] || (held && !(state == BatchCancelled && m.Unproven))
}
