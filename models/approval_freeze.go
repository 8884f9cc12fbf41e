package models

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// Frozen are the hashes of what an approval covers, part by part, so that a
// difference can be named.
type Frozen struct {
	Content, Audience, Template, Timing string
}

func (f Frozen) hash() string { return sumOf(f) }

// since names the parts that differ from those at the time of asking.
func (f Frozen) since(asked Frozen) string {
	var names []string
	for _, part := range []struct{ name, is, was string }{
		{"content", f.Content, asked.Content}, {"audience", f.Audience, asked.Audience},
		{"template", f.Template, asked.Template}, {"timing", f.Timing, asked.Timing},
	} {
		if part.is != part.was {
			names = append(names, part.name)
		}
	}
	return strings.Join(names, ",")
}

func sumOf(v any) string {
	raw, err := json.Marshal(v)
	if err != nil { // none of what is hashed here can fail
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// freeze hashes what a batch would send as it is stored now, and counts its
// messages.
func (s *Store) freeze(ctx context.Context, b Batch) (Frozen, int64, error) {
	app, err := s.App(ctx, b.AppID)
	if err != nil {
		return Frozen{}, 0, err
	}
	t, err := s.Template(ctx, b.AppID, b.TemplateRef)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Frozen{}, 0, err
	}
	people, n, err := s.frozenPeople(ctx, b)
	if err != nil {
		return Frozen{}, 0, err
	}
	return Frozen{
		Content: b.frozenContent(), Template: t.frozen(app), Timing: b.frozenTiming(),
		// The openids are left out: who is erased loses theirs, and the people say it all.
		Audience: sumOf([]any{b.Audience.Kind, b.Audience.Segment, b.ListID, b.ParentID, b.CheckID, n, people}),
	}, n, nil
}

func (b Batch) frozenContent() string { return sumOf(b.Content) }

// frozenTiming leaves the start out where it is "at once": that is when approval
// is given.
func (b Batch) frozenTiming() string {
	start := Millis(0)
	if b.timed() {
		start = b.StartAt
	}
	return sumOf([]any{start, b.LateMs, b.Pace, b.StopPercent, b.QuietOwn, b.QuietFrom, b.QuietUntil})
}

// timed tells whether a batch that can wait for approval has a start of its own: it
// was a draft, or begins at once.
func (b Batch) timed() bool { return b.Plan.Start != "" }

// frozen is what a template adds to what people read.
func (t Template) frozen(app App) string {
	words := []any{t.TemplateID, t.Title, t.Kind, t.Page, t.Emphasis, app.TimeZone}
	for _, k := range t.Keywords {
		words = append(words, k.Key, k.Name, k.Field, k.DefaultValue, k.Format, k.Colour)
	}
	return sumOf(words)
}

// frozenPeople hashes whom a batch that waits for approval is for.
func (s *Store) frozenPeople(ctx context.Context, b Batch) (people string, n int64, err error) {
	rows, err := s.peopleOf(ctx, b).Rows()
	if err != nil {
		return "", 0, fmt.Errorf("read people of batch %d: %w", b.ID, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	sum := sha256.New()
	var id int64
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return "", 0, err
		}
		_ = binary.Write(sum, binary.BigEndian, id) // a hash takes everything
		n++
	}
	return hex.EncodeToString(sum.Sum(nil)), n, rows.Err()
}

// peopleOf are the ids of those whom a batch that waits for approval is for, in
// order: they stand in its check, or are those for whom its parent failed.
func (s *Store) peopleOf(ctx context.Context, b Batch) *gorm.DB {
	if b.Audience.Kind == AudienceRetry {
		return s.read.WithContext(ctx).Model(&Message{}).Select("recipient_id").
			Where("app_id = ? AND batch_id = ? AND state = ? AND reason IN ?", b.AppID, b.ParentID, MessageFailed, retryable).Order("recipient_id")
	}
	return s.read.WithContext(ctx).Table("checked_people").Select("recipient_id").
		Where("check_id = ? AND verdict < ?", b.CheckID, verdictLeftOut).Order("recipient_id")
}

// Sample is a person's message of a batch, to the letter.
type Sample struct {
	To      Recipient
	Content Rendering
}

// Samples are the messages of the first people whom a batch that waits for
// approval is for.
func (s *Store) Samples(ctx context.Context, app App, b Batch, n int) ([]Sample, error) {
	var ids []int64
	if err := s.peopleOf(ctx, b).Limit(n).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("find people of batch %d: %w", b.ID, err)
	}
	t, err := s.Template(ctx, app.ID, b.TemplateRef)
	if err != nil {
		return nil, err
	}
	return s.samplesOf(ctx, app, b, t, ids)
}

// samplesOf are the messages of some people; whoever is gone has none.
func (s *Store) samplesOf(ctx context.Context, app App, b Batch, t Template, ids []int64) ([]Sample, error) {
	people, err := s.peopleByID(ctx, app.ID, ids)
	if err != nil {
		return nil, err
	}
	rows, err := s.rowsOf(ctx, b, people)
	if err != nil {
		return nil, err
	}
	samples := make([]Sample, len(people))
	for i, person := range people {
		samples[i] = Sample{To: person, Content: t.Render(b.Content.of(person, rows[person.ID]), app.Zone())}
	}
	return samples, nil
}
