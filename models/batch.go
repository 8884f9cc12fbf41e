package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// BatchState is where a batch stands.
type BatchState string

// The states of a batch.
const (
	BatchDraft     BatchState = "draft"
	BatchPending   BatchState = "pending_approval"
	BatchRejected  BatchState = "rejected"
	BatchScheduled BatchState = "scheduled"
	BatchRunning   BatchState = "running"
	BatchPaused    BatchState = "paused"
	BatchFinished  BatchState = "finished"
	BatchCancelled BatchState = "cancelled"
)

// batchMoves is the one table of what a batch may become.
var batchMoves = map[BatchState][]BatchState{
	BatchDraft:     {BatchPending, BatchScheduled, BatchCancelled},
	BatchPending:   {BatchScheduled, BatchRejected, BatchCancelled},
	BatchScheduled: {BatchRunning, BatchCancelled},
	BatchRunning:   {BatchPaused, BatchFinished, BatchCancelled},
	BatchPaused:    {BatchRunning, BatchCancelled},
}

func (from BatchState) canBecome(to BatchState) bool { return slices.Contains(batchMoves[from], to) }

// Over tells whether nothing of the batch will be sent any more.
func (from BatchState) Over() bool { return len(batchMoves[from]) == 0 }

// Batch is many Messages triggered together.
type Batch struct {
	ID          int64
	AppID       int64
	TemplateRef int64
	ParentID    int64
	Name        string
	State       BatchState
	Reason      Cause // why it is paused or was cancelled
	Errcode     int
	Content     Content  `gorm:"serializer:json"`
	Audience    Audience `gorm:"serializer:json"`
	StartAt     Millis
	LateMs      int64 // how late it may start; 0: however late
	Pace        int   // messages a second; 0: as fast as it goes
	StopPercent int   // share of failures that pauses it; 0: none
	Expanded    bool  // every message of the audience exists
	ExpandAfter int64
	Total       int64
	Sent        int64
	Failed      int64
	Unknown     int64
	Cancelled   int64
	Expired     int64
	ActorKind   ActorKind
	ActorID     int64
	ActorName   string
	CreatedAt   Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt   Millis `gorm:"autoUpdateTime:milli"`
	StartedAt   Millis
	FinishedAt  Millis
}

// Waiting is how many messages have no outcome yet.
func (b Batch) Waiting() int64 {
	return b.Total - b.Sent - b.Failed - b.Unknown - b.Cancelled - b.Expired
}

// CanPause, CanResume and CanCancel tell what a person may do with it.
func (b Batch) CanPause() bool { return b.State == BatchRunning }

// CanResume tells whether it is held.
func (b Batch) CanResume() bool { return b.State == BatchPaused }

// CanCancel tells whether something is left to call off.
func (b Batch) CanCancel() bool { return b.State.canBecome(BatchCancelled) }

// CanRetry tells whether it is over with failures that another try may mend.
func (b Batch) CanRetry() bool { return b.State == BatchFinished && b.Failed > 0 }

// BatchInput is what a person says of a batch.
type BatchInput struct {
	Name        string
	TemplateID  string // the platform's template_id
	Content     Content
	Audience    Audience
	StartAt     Millis // 0: now
	Late        time.Duration
	Pace        int
	StopPercent int
}

// maxPicked is how many people can be listed one by one.
const maxPicked = 10_000

func (in *BatchInput) validate(now Millis) *ValidationError {
	var bad ValidationError
	in.Name = strings.TrimSpace(in.Name)
	checkText(&bad, "name", in.Name, 1, 100)
	switch in.Audience.Kind {
	case AudienceAll, AudienceReachable:
	case AudiencePicked:
		if len(in.Audience.Openids) == 0 {
			bad.Add("audience", ReasonRequired)
		}
		if len(in.Audience.Openids) > maxPicked {
			bad.Add("audience", ReasonTooMany, maxPicked)
		}
	default:
		bad.Add("audience", ReasonBadChoice)
	}
	if in.Pace < 0 || in.Pace > 10_000 {
		bad.Add("pace", ReasonBadChoice)
	}
	if in.StopPercent < 0 || in.StopPercent > 100 {
		bad.Add("stop_percent", ReasonBadChoice)
	}
	if in.StartAt > now.Add(maxAhead) {
		bad.Add("start_at", ReasonBadDate)
	}
	if in.Late < 0 || in.Late > 7*24*time.Hour {
		bad.Add("late", ReasonBadChoice)
	}
	return &bad
}

// AddBatch schedules a batch. Its audience becomes messages in the background;
// values are judged person by person then, so that one long nickname fails one
// message and not the batch.
func (s *Store) AddBatch(ctx context.Context, actor Actor, app App, in BatchInput) (Batch, error) {
	t, err := s.batchTemplate(ctx, app, &in)
	if err != nil {
		return Batch{}, err
	}
	return s.insertBatch(ctx, actor, Batch{
		AppID: app.ID, TemplateRef: t.ID, Name: in.Name, State: BatchScheduled, Content: in.Content, Audience: in.Audience,
		StartAt: in.StartAt, LateMs: in.Late.Milliseconds(), Pace: in.Pace, StopPercent: in.StopPercent,
	})
}

// RetryBatch sends again to those for whom a finished batch failed for a reason
// that can pass: as a batch of its own, so that each keeps one message a person.
func (s *Store) RetryBatch(ctx context.Context, actor Actor, appID, id int64, name string) (Batch, error) {
	parent, err := s.Batch(ctx, appID, id)
	if err != nil {
		return Batch{}, err
	}
	if !parent.CanRetry() {
		return Batch{}, fmt.Errorf("batch %d is %s with %d failures: %w", id, parent.State, parent.Failed, ErrConflict)
	}
	var bad ValidationError
	checkText(&bad, "name", name, 1, 100)
	if err := bad.Err(); err != nil {
		return Batch{}, err
	}
	return s.insertBatch(ctx, actor, Batch{
		AppID: appID, TemplateRef: parent.TemplateRef, ParentID: id, Name: name, State: BatchScheduled,
		Content: parent.Content, Audience: Audience{Kind: AudienceRetry}, Pace: parent.Pace, StopPercent: parent.StopPercent,
	})
}

func (s *Store) insertBatch(ctx context.Context, actor Actor, b Batch) (Batch, error) {
	err := s.InTx(ctx, func(tx *Store) error {
		b.ID = NewID(tx.now())
		b.StartAt = max(b.StartAt, tx.Now())
		b.ActorKind, b.ActorID, b.ActorName = actor.Kind, actor.ID, clip(actor.Name, 100)
		if err := tx.db.WithContext(ctx).Create(&b).Error; err != nil {
			return fmt.Errorf("add batch: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: b.AppID, Action: "batch.add", Object: "batch", ObjectID: b.ID, After: auditedBatch(b)})
	})
	return b, err
}

// auditedBatch leaves the list of people out of the audit; it stands in the batch.
func auditedBatch(b Batch) Batch {
	b.Audience.Openids = nil
	return b
}

// Batch loads one of an App's batches.
func (s *Store) Batch(ctx context.Context, appID, id int64) (Batch, error) {
	var b Batch
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&b).Error
	return b, one(err, fmt.Sprintf("batch %d", id))
}

// Batches lists an App's batches, newest first.
func (s *Store) Batches(ctx context.Context, appID int64, at Cursor, size int) (Slice[Batch], error) {
	query := s.read.WithContext(ctx).Model(&Batch{}).Omit("content", "audience").Where("app_id = ?", appID)
	return slice(query, at, size, "batches", func(b Batch) int64 { return b.ID })
}
