package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// CheckState is where a check stands.
type CheckState string

// The states of a check.
const (
	CheckRunning CheckState = "running"
	CheckDone    CheckState = "done"
	CheckRetired CheckState = "retired" // its people are forgotten: the batch has its messages, or there is a newer check
)

// checkLife is how long a check may lead to a batch: what is known of the people
// changes meanwhile.
const checkLife = 12 * time.Hour

// inlinePieces bounds how many pieces CheckDraft does before it answers: where few
// of many people match, a piece may find nobody.
const inlinePieces = 5

// BatchCheck is a pass over everyone whom a draft is for: the dry run of the whole
// batch. It sends nothing and reserves nothing. The people it met are frozen: a
// draft that is submitted with it messages exactly these. Its numbers grow while
// it runs.
type BatchCheck struct {
	ID          int64
	AppID       int64
	BatchID     int64
	Fingerprint string // of all that it depends on
	State       CheckState
	Words       []WatchHit `gorm:"serializer:json;not null"`
	Listed      int64      // openids that the audience names one by one; 0: it does not. Those not Selected are unknown
	Position    int64
	Selected    int64 // = Reachable + NoCode + Expiring + Refused
	Reachable   int64
	NoCode      int64
	Expiring    int64 // before the start
	Refused     int64
	Recent      int64
	LeftOut     int64
	Blocked     int64 // of those not left out
	Warned      int64
	Expected    int64 // will probably be sent: reachable, neither left out nor blocked
	Due         bool
	RetryAt     Millis
	LeaseNode   string
	LeaseUntil  Millis
	CreatedAt   Millis `gorm:"autoCreateTime:milli"`
	DoneAt      Millis
	Holds       bool `gorm:"-"` // nothing has changed since, and it is recent enough to submit by
}

// Total is how many messages the batch has: one for everyone not left out. It is
// the number that SubmitDraft wants confirmed.
func (c BatchCheck) Total() int64 { return c.Selected - c.LeftOut }

// Group is how many people are in a group.
func (c BatchCheck) Group(group CheckGroup) int64 {
	return *c.counter(group)
}

func (c *BatchCheck) counter(group CheckGroup) *int64 {
	switch group {
	case GroupReachable:
		return &c.Reachable
	case GroupNoCode:
		return &c.NoCode
	case GroupExpiring:
		return &c.Expiring
	case GroupRefused:
		return &c.Refused
	case GroupRecent:
		return &c.Recent
	case GroupLeftOut:
		return &c.LeftOut
	case GroupBlocked:
		return &c.Blocked
	case GroupWarned:
		return &c.Warned
	}
	return new(int64)
}

// CheckDraft begins the check of a draft as it is now, unless there is one that
// holds, and does its first pieces at once: of an audience of some thousands the
// answer is complete; a larger one is gone through by the engine, see KeepCheck.
// What is wrong with template, audience, content or start is a ValidationError;
// ErrConflict means that the draft was changed since it was loaded.
func (s *Store) CheckDraft(ctx context.Context, app App, d Draft) (BatchCheck, error) {
	if err := d.checkable(); err != nil {
		return BatchCheck{}, err
	}
	var c BatchCheck
	err := s.withDraft(ctx, app.ID, d.ID, d.Version, func(tx *Store, _ Batch) (err error) {
		if c, err = tx.DraftCheck(ctx, app, d); err != nil || c.Holds {
			return err
		}
		c, err = tx.beginCheck(ctx, app, d)
		return err
	})
	if err != nil {
		return BatchCheck{}, err
	}
	node := "page-" + decimal(NewID(s.now()))
	more := c.State == CheckRunning
	for piece := 0; more && piece < inlinePieces && c.Selected < checkPeople; piece++ {
		if more, err = s.KeepCheck(ctx, node, c.ID); err != nil {
			return BatchCheck{}, err
		}
		if c, err = s.DraftCheck(ctx, app, d); err != nil {
			return BatchCheck{}, err
		}
	}
	return c, s.leaveCheck(ctx, node, c.ID)
}

// beginCheck writes a new check; the ones before it are forgotten.
func (s *Store) beginCheck(ctx context.Context, app App, d Draft) (BatchCheck, error) {
	words, err := s.WatchWords(ctx, app.ID)
	if err != nil {
		return BatchCheck{}, err
	}
	c := BatchCheck{
		ID: NewID(s.now()), AppID: app.ID, BatchID: d.ID, Fingerprint: d.fingerprint(app), State: CheckRunning, Due: true,
		Words: d.watched(words[d.Template.Kind]), Listed: d.listed(), Holds: true,
	}
	if err := s.retireChecks(ctx, "batch_id = ?", d.ID); err != nil {
		return BatchCheck{}, err
	}
	if err := s.db.WithContext(ctx).Create(&c).Error; err != nil {
		return BatchCheck{}, fmt.Errorf("begin check: %w", err)
	}
	return c, nil
}

// retireChecks has the people of some checks forgotten in the background.
func (s *Store) retireChecks(ctx context.Context, which string, id int64) error {
	err := s.db.WithContext(ctx).Model(&BatchCheck{}).Where(which, id).Where("state <> ?", CheckRetired).
		UpdateColumns(map[string]any{"state": CheckRetired, "due": true, "lease_node": "", "lease_until": 0, "retry_at": 0}).Error
	if err != nil {
		return fmt.Errorf("retire checks: %w", err)
	}
	return nil
}

// DraftCheck loads the latest check of a draft; ID 0: there is none. Holds tells
// whether it is about the draft as it is; a check that runs may hold as well.
func (s *Store) DraftCheck(ctx context.Context, app App, d Draft) (BatchCheck, error) {
	var c BatchCheck
	err := s.read.WithContext(ctx).Where("batch_id = ?", d.ID).Order("id DESC").Take(&c).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return BatchCheck{}, nil
	}
	if err != nil {
		return BatchCheck{}, fmt.Errorf("load check of draft %d: %w", d.ID, err)
	}
	c.Holds = c.State != CheckRetired && c.CreatedAt > s.Now().Add(-checkLife) && c.Fingerprint == d.fingerprint(app)
	return c, nil
}

// BatchCheck loads the check that a batch was submitted with (Batch.CheckID).
func (s *Store) BatchCheck(ctx context.Context, appID, id int64) (BatchCheck, error) {
	var c BatchCheck
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&c).Error
	return c, one(err, fmt.Sprintf("check %d", id))
}
