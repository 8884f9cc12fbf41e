package models

import (
	"context"
	"errors"
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

// BatchStates lists those that a list of batches can be narrowed to.
var BatchStates = []BatchState{BatchPending, BatchScheduled, BatchRunning, BatchPaused, BatchFinished, BatchRejected, BatchCancelled}

// batchMoves is the one table of what a batch may become.
var batchMoves = map[BatchState][]BatchState{
	BatchDraft:     {BatchPending, BatchScheduled, BatchCancelled},
	BatchPending:   {BatchScheduled, BatchRejected, BatchDraft, BatchCancelled}, // a draft: it was taken back, or is void
	BatchScheduled: {BatchRunning, BatchCancelled},
	BatchRunning:   {BatchPaused, BatchFinished, BatchCancelled},
	BatchPaused:    {BatchRunning, BatchCancelled},
}

func (from BatchState) canBecome(to BatchState) bool { return slices.Contains(batchMoves[from], to) }

// Over tells whether nothing of the batch will be sent any more.
func (from BatchState) Over() bool { return len(batchMoves[from]) == 0 }

// sendingStates are those in which a batch takes its people in: it was sent off
// and is not over.
var sendingStates = []BatchState{BatchScheduled, BatchRunning, BatchPaused}

func (from BatchState) sends() bool { return slices.Contains(sendingStates, from) }

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
	QuietOwn    bool  // it has quiet hours of its own; see QuietHours
	QuietFrom   int
	QuietUntil  int
	Version     int64     // of a draft: counts its changes
	Plan        DraftPlan `gorm:"serializer:json"` // of what was a draft: what was typed
	ListID      int64     // the uploaded list that the content's columns are of; 0: none
	CheckID     int64     // the check whose people it is for; 0: Audience says whom
	ApprovalID  int64     // the request by which it is sent; 0: none is needed
	Editors     []int64   `gorm:"serializer:json;not null"` // the staff who wrote any of it
	Expanded    bool      // every message of the audience exists
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

// Timed tells whether a batch was given a start, and not "at once".
func (b Batch) Timed() bool {
	return b.timed() || b.CheckID == 0 && b.ApprovalID == 0 && b.StartAt > b.CreatedAt.Add(time.Second)
}

// CanSetPace tells whether its pace can be changed. What waits for its start by an
// approval goes as that was given; once it runs, its pace is for those who look on.
func (b Batch) CanSetPace() bool {
	return b.State == BatchRunning || b.State == BatchPaused || b.State == BatchScheduled && b.ApprovalID == 0
}

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
	Quiet       *QuietHours // nil: the App's
}

// maxPicked is how many people can be listed one by one.
const maxPicked = 10_000

func (in *BatchInput) validate(now Millis) *ValidationError {
	var bad ValidationError
	in.Audience.check(&bad)
	in.validatePlan(&bad, now)
	return &bad
}

// validatePlan checks what does not concern whom it is for and what it says.
func (in *BatchInput) validatePlan(bad *ValidationError, now Millis) {
	in.Name = strings.TrimSpace(in.Name)
	checkText(bad, "name", in.Name, 1, 100)
	if in.Pace < 0 || in.Pace > 10_000 {
		bad.Add("pace", ReasonBadChoice)
	}
	if in.Quiet != nil {
		in.Quiet.validate(bad)
	}
	if in.StopPercent < 0 || in.StopPercent > 100 {
		bad.Add("stop_percent", ReasonBadChoice)
	}
	if in.StartAt > now.Add(maxAhead) {
		bad.Add("start_at", ReasonTooFar)
	}
	if in.Late < 0 || in.Late > 7*24*time.Hour {
		bad.Add("late", ReasonBadChoice)
	}
}

// AddBatch schedules a batch. Its audience becomes messages in the background;
// values are judged person by person then, so that one long nickname fails one
// message and not the batch. One that a second person has to approve is refused
// with ReasonNeedsApproval for its audience: it goes by way of a draft, whose check
// freezes the people.
func (s *Store) AddBatch(ctx context.Context, actor Actor, app App, in BatchInput) (Batch, error) {
	t, err := s.batchTemplate(ctx, app, &in)
	if err != nil {
		return Batch{}, err
	}
	if app.Approval != ApprovalNever {
		reach, err := s.Reach(ctx, app, t, in.Audience, in.StartAt)
		if err != nil {
			return Batch{}, err
		}
		if reach.People.Over || app.MustApprove(reach.People.N) {
			return Batch{}, &ValidationError{Fields: []FieldError{{Field: "audience", Reason: ReasonNeedsApproval, Limit: app.ApprovedBelow()}}}
		}
	}
	b := Batch{AppID: app.ID, TemplateRef: t.ID, State: BatchScheduled, Content: in.Content, Audience: in.Audience}
	b.schedule(in)
	return s.insertBatch(ctx, actor, b)
}

// schedule takes over how a batch is called, and when and how fast it goes.
func (b *Batch) schedule(in BatchInput) {
	b.Name, b.StartAt, b.LateMs, b.Pace, b.StopPercent = in.Name, in.StartAt, in.Late.Milliseconds(), in.Pace, in.StopPercent
	if b.QuietOwn = in.Quiet != nil; b.QuietOwn {
		b.QuietFrom, b.QuietUntil = in.Quiet.From, in.Quiet.Until
	}
}

// RetryBatch sends again to those for whom a finished batch failed for a reason
// that can pass: as a batch of its own, so that each keeps one message a person.
// Where the App's rules ask for a second person, it waits for their approval.
func (s *Store) RetryBatch(ctx context.Context, actor Actor, appID, id int64, name string) (Batch, error) {
	parent, err := s.Batch(ctx, appID, id)
	if err != nil {
		return Batch{}, err
	}
	if !parent.CanRetry() {
		return Batch{}, fmt.Errorf("batch %d is %s with %d failures: %w", id, parent.State, parent.Failed, ErrConflict)
	}
	if _, err := s.BatchList(ctx, appID, parent.ListID); parent.ListID != 0 && errors.Is(err, ErrNotFound) {
		return Batch{}, fmt.Errorf("the list of batch %d is kept no more: %w", id, ErrConflict)
	}
	var bad ValidationError
	checkText(&bad, "name", name, 1, 100)
	if err := bad.Err(); err != nil {
		return Batch{}, err
	}
	b := Batch{
		AppID: appID, TemplateRef: parent.TemplateRef, ParentID: id, Name: name, State: BatchScheduled,
		Content: parent.Content, Audience: Audience{Kind: AudienceRetry}, Pace: parent.Pace, StopPercent: parent.StopPercent,
		QuietOwn: parent.QuietOwn, QuietFrom: parent.QuietFrom, QuietUntil: parent.QuietUntil, ListID: parent.ListID,
	}
	err = s.InTx(ctx, func(tx *Store) error {
		app, err := tx.App(ctx, appID)
		if err != nil {
			return err
		}
		_, n, err := tx.frozenPeople(ctx, b)
		if err != nil {
			return err
		}
		must := app.MustApprove(n)
		if must {
			b.State = BatchPending
		}
		if b, err = tx.insertBatch(ctx, actor, b); err != nil || !must {
			return err
		}
		b, err = tx.askApproval(ctx, actor, b.ID)
		return err
	})
	return b, err
}

func (s *Store) insertBatch(ctx context.Context, actor Actor, b Batch) (Batch, error) {
	err := s.InTx(ctx, func(tx *Store) error {
		b.ID = NewID(tx.now())
		b.StartAt = max(b.StartAt, tx.Now())
		b.by(actor)
		if err := tx.db.WithContext(ctx).Create(&b).Error; err != nil {
			return fmt.Errorf("add batch: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: b.AppID, Action: "batch.add", Object: "batch", ObjectID: b.ID, After: auditedBatch(b)})
	})
	return b, err
}

// auditedBatch leaves the list of people out of the audit, and words about them:
// they stand in the batch, which can forget them.
func auditedBatch(b Batch) Batch {
	b.Audience.Openids = nil
	if b.Audience.Filter != nil {
		filter := auditedFilter(*b.Audience.Filter)
		b.Audience.Filter = &filter
	}
	return b
}

// Batch loads one of an App's batches.
func (s *Store) Batch(ctx context.Context, appID, id int64) (Batch, error) {
	var b Batch
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&b).Error
	return b, one(err, fmt.Sprintf("batch %d", id))
}

// SendingBatches lists the first of an App's batches that run, are paused or
// will start; those at work come first, the others by their time.
func (s *Store) SendingBatches(ctx context.Context, appID int64, n int) ([]Batch, error) {
	var list []Batch
	err := s.read.WithContext(ctx).Omit("content", "audience").Where("app_id = ? AND state IN ?", appID, sendingStates).
		Order("CASE state WHEN 'scheduled' THEN 1 ELSE 0 END, start_at, id").Limit(n).Find(&list).Error
	if err != nil {
		return nil, fmt.Errorf("list batches: %w", err)
	}
	return list, nil
}

// Batches lists an App's batches that are no drafts any more, newest first: all, or
// those in a state.
func (s *Store) Batches(ctx context.Context, appID int64, state BatchState, at Cursor, size int) (Slice[Batch], error) {
	query := s.read.WithContext(ctx).Model(&Batch{}).Omit("content", "audience").Where("app_id = ? AND state <> ?", appID, BatchDraft)
	if state != "" {
		query = query.Where("state = ?", state)
	}
	return slice(query, at, size, "batches", func(b Batch) int64 { return b.ID })
}
