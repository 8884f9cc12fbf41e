package models

import (
	"cmp"
	"context"
	"errors"

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
	AudienceSegment   AudienceKind = "segment"   // those whom a segment's filter finds
	AudienceTag       AudienceKind = "tag"       // those with the tag in Filter.Tags
)

// Audience says whom a batch is for. It is frozen into one Message a person.
type Audience struct {
	Kind    AudienceKind
	Openids []string `json:",omitempty"` // picked
	// Filter is a copy of the segment's, taken when the batch was made. What in it
	// depends on the time is judged when people are turned into messages.
	Filter  *RecipientFilter `json:",omitempty"`
	Segment string           `json:",omitempty"` // the segment's name then
}

// check refuses an audience that says too little.
func (a *Audience) check(bad *ValidationError) {
	switch a.Kind {
	case AudienceAll, AudienceReachable:
	case AudiencePicked:
		if len(a.Openids) == 0 {
			bad.Add("audience", ReasonRequired)
		}
		if len(a.Openids) > maxPicked {
			bad.Add("audience", ReasonTooMany, maxPicked)
		}
	case AudienceSegment, AudienceTag:
		if a.Filter == nil || (a.Kind == AudienceTag && len(a.Filter.Tags) == 0) {
			bad.Add("audience", ReasonRequired)
		} else if a.Filter.check() != nil {
			bad.Add("audience", ReasonBadChoice)
		}
	default:
		bad.Add("audience", ReasonBadChoice)
	}
}

// listed is the query for an audience that other rows name; ok is false when it
// is a filter. parent is the batch that a retry repeats.
func (s *Store) listed(ctx context.Context, appID int64, a Audience, parent int64) (query *gorm.DB, ok bool) {
	query = s.read.WithContext(ctx).Model(&Recipient{}).Where("app_id = ? AND erased_at = 0", appID)
	switch a.Kind {
	case AudiencePicked:
		return query.Where("openid IN ?", a.Openids), true
	case AudienceRetry:
		return query.Where(`EXISTS (SELECT 1 FROM messages m WHERE m.batch_id = ? AND m.recipient_id = recipients.id
			AND m.state = ? AND m.reason IN ?)`, parent, MessageFailed, retryable), true
	}
	return query, false
}

// retryable are the causes of failure that can pass.
var retryable = []Cause{CauseGaveUp, CauseNoCode}

// filtered is the query for an audience that a filter names.
func (s *Store) filtered(ctx context.Context, app App, t Template, a Audience, startAt Millis) (*peopleQuery, error) {
	var filter RecipientFilter
	if a.Filter != nil {
		filter = *a.Filter
	}
	q, err := s.peopleQuery(ctx, app.ID, filter)
	if err == nil && a.Kind == AudienceReachable {
		q.codes = append(q.codes, reaching(app, t, max(q.Now(), startAt)))
	}
	return q, err
}

// expandStep is how many people of a filtered audience are looked at together.
const expandStep = expandChunk / 2

// nextOf finds the next people of a batch's audience, expandChunk at most. upTo is
// the id up to which everyone has been looked at: with few that match, a piece of
// work ends there and not at the next one of them.
func (s *Store) nextOf(ctx context.Context, app App, t Template, b Batch) (people []Recipient, upTo int64, done bool, err error) {
	upTo = b.ExpandAfter
	if ids, named, err := s.namedIDs(ctx, b, expandChunk); named {
		if err == nil && len(ids) > 0 {
			upTo = ids[len(ids)-1]
			people, err = s.peopleByID(ctx, app.ID, ids)
		}
		return people, upTo, len(ids) < expandChunk, err
	}
	if query, ok := s.listed(ctx, app.ID, b.Audience, b.ParentID); ok {
		err = query.Where("id > ?", upTo).Order("id").Limit(expandChunk).Find(&people).Error
		if len(people) > 0 {
			upTo = people[len(people)-1].ID
		}
		return people, upTo, len(people) < expandChunk, err
	}
	q, err := s.filtered(ctx, app, t, b.Audience, b.StartAt)
	if err != nil {
		return nil, upTo, false, err
	}
	d, err := q.byID(ctx)
	if err != nil {
		return nil, upTo, false, err
	}
	walk := q.walk(d, place{id: upTo}, true, expandStep)
	walk.growTo = expandStep
	var ids []int64
	for !walk.done && walk.looked < lookAtMost && len(ids) <= expandChunk-expandStep {
		found, err := walk.next(ctx)
		if err != nil {
			return nil, upTo, false, err
		}
		ids = append(ids, personIDs(found)...)
	}
	people, err = s.peopleByID(ctx, app.ID, ids)
	return people, walk.at.id, walk.done, err
}

// Reach is how many people an audience has, and how many of them have a code.
type Reach struct {
	People, Reachable CappedCount
}

// Reach counts an audience, as far as that is cheap.
func (s *Store) Reach(ctx context.Context, app App, t Template, a Audience, startAt Millis) (Reach, error) {
	var r Reach
	need := reaching(app, t, max(s.Now(), startAt))
	if query, ok := s.listed(ctx, app.ID, a, 0); ok {
		var err error
		if r.People, err = s.cappedRows(ctx, query.Session(&gorm.Session{})); err != nil {
			return Reach{}, err
		}
		r.Reachable, err = s.cappedRows(ctx, need.where(query.Session(&gorm.Session{})))
		return r, err
	}
	q, err := s.filtered(ctx, app, t, a, startAt)
	if err != nil {
		return Reach{}, err
	}
	if r.People, err = q.count(ctx); err != nil || a.Kind == AudienceReachable {
		r.Reachable = r.People
		return r, err
	}
	q.codes = append(q.codes, need)
	r.Reachable, err = q.count(ctx)
	return r, err
}

// FirstOf is the first person of an audience; ErrNotFound when it is empty.
func (s *Store) FirstOf(ctx context.Context, app App, t Template, a Audience) (Recipient, error) {
	if query, ok := s.listed(ctx, app.ID, a, 0); ok {
		var r Recipient
		err := query.Order("id").Take(&r).Error
		return r, one(err, "first of the audience")
	}
	q, err := s.filtered(ctx, app, t, a, 0)
	if err != nil {
		return Recipient{}, err
	}
	walk, err := q.list(ctx, Cursor{}, 1, lookNoLonger)
	for err == nil && !walk.done && !walk.spent() {
		var found []place
		if found, err = walk.next(ctx); len(found) > 0 {
			return s.Recipient(ctx, app.ID, found[0].id)
		}
	}
	return Recipient{}, one(cmp.Or(err, gorm.ErrRecordNotFound), "first of the audience")
}

// batchTemplate validates an input and finds its template.
func (s *Store) batchTemplate(ctx context.Context, app App, in *BatchInput) (Template, error) {
	bad := in.validate(s.Now())
	t, err := s.templateForSend(ctx, app.ID, in.TemplateID, bad)
	return t, errors.Join(err, bad.Err())
}
