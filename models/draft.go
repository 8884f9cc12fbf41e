package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Draft is a Batch in state draft with what its pages need beside it. Nothing of
// it has to be right or even there before SubmitDraft: what was typed is kept as
// it is, and Problems says what is wrong with it.
type Draft struct {
	Batch
	Template Template  // ID 0: none chosen yet
	List     BatchList // the uploaded list; ID 0: none. Kept while another kind of audience is chosen
	Problems DraftProblems
}

// DraftChange is what one save changes; nil leaves a part as it is.
type DraftChange struct {
	TemplateID *string // the platform's template_id; empty: none
	Audience   *Audience
	Content    *Content
	Plan       *DraftPlan
}

// NewDraft makes a draft. An unknown template is a ValidationError of the field
// template; everything else may be wrong or missing, see Draft.Problems.
func (s *Store) NewDraft(ctx context.Context, actor Actor, app App, first DraftChange) (Draft, error) {
	return s.addDraft(ctx, actor, app, Batch{Plan: DraftPlan{LeaveOut: true}}, first)
}

// CopyBatch makes a draft with the template, content, audience, pace and quiet
// hours of a batch in any state; its start is open. What a retry was for cannot be
// chosen again, so that audience is left empty. Who wrote what was rejected has
// written the copy too.
func (s *Store) CopyBatch(ctx context.Context, actor Actor, app App, id int64, name string) (Draft, error) {
	from, err := s.Batch(ctx, app.ID, id)
	if err != nil {
		return Draft{}, err
	}
	b := Batch{TemplateRef: from.TemplateRef, Content: from.Content, Audience: from.Audience, ListID: from.ListID, Plan: from.typedPlan()}
	b.Plan.Name, b.Plan.Start = name, ""
	if from.State == BatchRejected {
		b.Editors = from.Editors
	}
	if b.Audience.Kind == AudienceRetry {
		b.Audience, b.ListID = Audience{}, 0
	}
	return s.addDraft(ctx, actor, app, b, DraftChange{})
}

// CopyMessage makes a draft that says to the same person what a message said: its
// very values, as fixed texts. ErrConflict: the person was erased, and the values
// with them.
func (s *Store) CopyMessage(ctx context.Context, actor Actor, app App, id int64) (Draft, error) {
	m, err := s.Message(ctx, app.ID, id)
	if err != nil {
		return Draft{}, err
	}
	person, err := s.Recipient(ctx, app.ID, m.RecipientID)
	if err != nil {
		return Draft{}, err
	}
	if person.ErasedAt != 0 {
		return Draft{}, fmt.Errorf("copy message %d: %w", id, ErrConflict)
	}
	content := Content{Data: map[string]TypedValue{}, Page: &m.Page, Emphasis: &m.Emphasis}
	for _, k := range m.Data {
		content.Data[k.Key] = TypedValue{Value: k.Value, From: SourceText, Colour: cmp.Or(k.Colour, ColourNone)}
	}
	b := Batch{
		TemplateRef: m.TemplateRef, Content: content, Plan: DraftPlan{LeaveOut: true},
		Audience: Audience{Kind: AudiencePicked, Openids: []string{person.Openid}},
	}
	return s.addDraft(ctx, actor, app, b, DraftChange{})
}

func (s *Store) addDraft(ctx context.Context, actor Actor, app App, b Batch, first DraftChange) (Draft, error) {
	err := s.InTx(ctx, func(tx *Store) error {
		b.ID, b.AppID, b.State, b.Version = NewID(tx.now()), app.ID, BatchDraft, 1
		if err := tx.changeDraft(ctx, &b, first); err != nil {
			return err
		}
		b.by(actor)
		if err := tx.db.WithContext(ctx).Create(&b).Error; err != nil {
			return fmt.Errorf("add draft: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "batch.draft", Object: "batch", ObjectID: b.ID, After: auditedBatch(b)})
	})
	if err != nil {
		return Draft{}, err
	}
	return s.draftOf(ctx, app, b)
}

func (b *Batch) by(actor Actor) {
	b.ActorKind, b.ActorID, b.ActorName = actor.Kind, actor.ID, clip(actor.Name, 100)
	if actor.Kind == ActorStaff && !slices.Contains(b.Editors, actor.ID) {
		b.Editors = append(slices.Clone(b.Editors), actor.ID)
	}
}

// Draft loads one of an App's drafts. A batch that is no draft any more is
// ErrConflict and comes with it, so that a page can lead there.
func (s *Store) Draft(ctx context.Context, app App, id int64) (Draft, error) {
	b, err := s.Batch(ctx, app.ID, id)
	if err != nil {
		return Draft{}, err
	}
	if b.State != BatchDraft {
		return Draft{Batch: b}, fmt.Errorf("batch %d is %s: %w", id, b.State, ErrConflict)
	}
	return s.draftOf(ctx, app, b)
}

// draftOf loads what belongs to a draft. A template or a list that is gone shows
// among the problems.
func (s *Store) draftOf(ctx context.Context, app App, b Batch) (Draft, error) {
	d := Draft{Batch: b}
	var err error
	if b.TemplateRef != 0 {
		if d.Template, err = s.Template(ctx, app.ID, b.TemplateRef); err != nil && !errors.Is(err, ErrNotFound) {
			return Draft{}, err
		}
	}
	if b.ListID != 0 {
		if d.List, err = s.BatchList(ctx, app.ID, b.ListID); err != nil && !errors.Is(err, ErrNotFound) {
			return Draft{}, err
		}
	}
	d.judge(app, s.Now())
	return d, nil
}

// Drafts lists an App's drafts, newest first, without content and audience. The
// actor of each is who saved it last.
func (s *Store) Drafts(ctx context.Context, appID int64, at Cursor, size int) (Slice[Batch], error) {
	query := s.read.WithContext(ctx).Model(&Batch{}).Omit("content", "audience").Where("app_id = ? AND state = ?", appID, BatchDraft)
	return slice(query, at, size, "drafts", func(b Batch) int64 { return b.ID })
}
