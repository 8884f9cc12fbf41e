package models

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// AudienceKind says how an audience is found.
type AudienceKind string

// The kinds of audience.
const (
	AudienceAll       AudienceKind = "all"       // every user of the App
	AudienceReachable AudienceKind = "reachable" // those with a usable code for the template
	AudiencePicked    AudienceKind = "picked"    // those listed
	AudienceRetry     AudienceKind = "retry"     // those of the parent batch whose failure is worth another try
)

// Audience says whom a batch is for. It is frozen into one Message a person.
type Audience struct {
	Kind    AudienceKind
	Openids []string `json:",omitempty"` // picked
}

// audience is the query for the people of an audience, not yet ordered. parent
// is the batch that a retry repeats.
func (s *Store) audience(ctx context.Context, app App, t Template, a Audience, parent int64, startAt Millis) *gorm.DB {
	query := s.read.WithContext(ctx).Model(&Recipient{}).Where("app_id = ?", app.ID)
	switch a.Kind {
	case AudiencePicked:
		return query.Where("openid IN ?", a.Openids)
	case AudienceReachable:
		return s.reachable(query, app, t, startAt)
	case AudienceRetry:
		return query.Where(`EXISTS (SELECT 1 FROM messages m WHERE m.batch_id = ? AND m.recipient_id = recipients.id
			AND m.state = ? AND m.reason IN ?)`, parent, MessageFailed, retryable)
	}
	return query
}

// retryable are the causes of failure that can pass.
var retryable = []Cause{CauseGaveUp, CauseNoCode}

// reachable narrows a query for people to those with a code that pays for a
// template and still lives at a time.
func (s *Store) reachable(query *gorm.DB, app App, t Template, at Millis) *gorm.DB {
	kinds := []CodeKind{}
	for _, kind := range t.CodeKinds() {
		if !app.Blocks(kind) {
			kinds = append(kinds, kind)
		}
	}
	return query.Where(`EXISTS (SELECT 1 FROM send_codes c WHERE c.recipient_id = recipients.id AND c.state = ?
		AND c.usable_at < ? AND c.expires_at > ? AND c.kind IN ? AND c.template_ref IN ?)`,
		CodeAvailable, Never, max(s.Now(), at), kinds, []int64{0, t.ID})
}

// Reach is how many people an audience has, and how many of them have a code.
type Reach struct {
	People, Reachable CappedCount
}

// Reach counts an audience.
func (s *Store) Reach(ctx context.Context, app App, t Template, a Audience, startAt Millis) (Reach, error) {
	var r Reach
	var err error
	if r.People, err = s.cappedRows(ctx, s.audience(ctx, app, t, a, 0, startAt)); err != nil {
		return Reach{}, err
	}
	r.Reachable, err = s.cappedRows(ctx, s.reachable(s.audience(ctx, app, t, a, 0, startAt), app, t, startAt))
	return r, err
}

// FirstOf is the first person of an audience; ErrNotFound when it is empty.
func (s *Store) FirstOf(ctx context.Context, app App, t Template, a Audience) (Recipient, error) {
	var r Recipient
	err := s.audience(ctx, app, t, a, 0, 0).Order("id").Take(&r).Error
	return r, one(err, "first of the audience")
}

// CheckBatch tells whether AddBatch would take an input: nil, or why not.
func (s *Store) CheckBatch(ctx context.Context, app App, in BatchInput) error {
	_, err := s.batchTemplate(ctx, app, &in)
	return err
}

// batchTemplate validates an input and finds its template.
func (s *Store) batchTemplate(ctx context.Context, app App, in *BatchInput) (Template, error) {
	bad := in.validate(s.Now())
	t, err := s.templateForSend(ctx, app.ID, in.TemplateID, bad)
	return t, errors.Join(err, bad.Err())
}

// RetryableFailures counts a batch's failures that another try may mend.
func (s *Store) RetryableFailures(ctx context.Context, b Batch) (CappedCount, error) {
	query := s.read.WithContext(ctx).Model(&Message{}).
		Where("app_id = ? AND batch_id = ? AND state = ? AND reason IN ?", b.AppID, b.ID, MessageFailed, retryable)
	n, err := s.cappedRows(ctx, query)
	if err != nil {
		return CappedCount{}, fmt.Errorf("count failures of batch %d: %w", b.ID, err)
	}
	return n, nil
}
