package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// SaveDraft changes parts of a draft that the caller has seen in a version, and
// returns it with a new one (the same one when nothing differs). Values that are
// wrong are kept and stand in Problems; only an unknown template is a
// ValidationError. When somebody else has saved meanwhile it is ErrConflict,
// nothing is changed, and the draft as it is now is returned with it.
func (s *Store) SaveDraft(ctx context.Context, actor Actor, app App, id, version int64, c DraftChange) (Draft, error) {
	var b Batch
	err := s.withDraft(ctx, app.ID, id, version, func(tx *Store, seen Batch) error {
		b = seen
		if err := tx.changeDraft(ctx, &b, c); err != nil {
			return err
		}
		if reflect.DeepEqual(b, seen) {
			return nil
		}
		return tx.storeDraft(ctx, actor, &b)
	})
	return s.savedDraft(ctx, app, id, b, err)
}

// savedDraft is the answer of a call that changes a draft.
func (s *Store) savedDraft(ctx context.Context, app App, id int64, b Batch, err error) (Draft, error) {
	if errors.Is(err, ErrConflict) {
		d, failed := s.Draft(ctx, app, id)
		if failed != nil && !errors.Is(failed, ErrConflict) {
			return d, failed
		}
		return d, err
	}
	if err != nil {
		return Draft{}, err
	}
	return s.draftOf(ctx, app, b)
}

// withDraft runs fn with a draft that is locked and still in the version that the
// caller has seen; else it is ErrConflict.
func (s *Store) withDraft(ctx context.Context, appID, id, version int64, fn func(tx *Store, b Batch) error) error {
	return s.InTx(ctx, func(tx *Store) error {
		var b Batch
		if err := one(tx.forUpdate(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&b).Error, "draft"); err != nil {
			return err
		}
		if b.State != BatchDraft || b.Version != version {
			return fmt.Errorf("batch %d is %s in version %d, not %d: %w", id, b.State, b.Version, version, ErrConflict)
		}
		return fn(tx, b)
	})
}

// changeDraft applies a change.
func (s *Store) changeDraft(ctx context.Context, b *Batch, c DraftChange) error {
	if c.TemplateID != nil {
		b.TemplateRef = 0
		if templateID := strings.TrimSpace(*c.TemplateID); templateID != "" {
			t, err := s.TemplateByPlatformID(ctx, b.AppID, templateID)
			if errors.Is(err, ErrNotFound) {
				return &ValidationError{Fields: []FieldError{{Field: "template", Reason: ReasonUnknownTemplate}}}
			}
			if err != nil {
				return err
			}
			b.TemplateRef = t.ID
		}
	}
	if c.Audience != nil {
		b.Audience = *c.Audience
	}
	if c.Content != nil {
		b.Content = *c.Content
	}
	if c.Plan != nil {
		b.Plan = *c.Plan
	}
	b.Name = clip(strings.TrimSpace(b.Plan.Name), 100) // for lists; the plan keeps all of it
	return b.asStored()
}

// asStored brings a draft into the form in which it will be read again, so that
// it can be compared: JSON knows no difference between some empty things, and
// repairs broken text.
func (b *Batch) asStored() error {
	for _, part := range []any{&b.Audience, &b.Content, &b.Plan} {
		raw, err := json.Marshal(part)
		if err == nil {
			reflect.ValueOf(part).Elem().SetZero()
			err = json.Unmarshal(raw, part)
		}
		if err != nil {
			return fmt.Errorf("read draft: %w", err)
		}
	}
	return nil
}

// draftColumns are what saving a draft writes.
var draftColumns = []string{
	"template_ref", "name", "content", "audience", "plan", "list_id", "version", "actor_kind", "actor_id", "actor_name", "editors", "updated_at",
}

// storeDraft writes a changed draft that withDraft holds. Its many small saves are
// no events for the audit; that another person goes on with it is.
func (s *Store) storeDraft(ctx context.Context, actor Actor, b *Batch) error {
	handed := b.ActorKind != actor.Kind || b.ActorID != actor.ID
	b.by(actor)
	b.Version++
	done := s.db.WithContext(ctx).Model(&Batch{ID: b.ID}).Where("state = ? AND version = ?", BatchDraft, b.Version-1).Select(draftColumns).Updates(b)
	if done.Error != nil {
		return fmt.Errorf("save draft %d: %w", b.ID, done.Error)
	}
	if done.RowsAffected == 0 {
		return errLostRace
	}
	if !handed {
		return nil
	}
	return s.audit(ctx, actor, change{AppID: b.AppID, Action: "batch.edit", Object: "batch", ObjectID: b.ID, After: map[string]any{"version": b.Version}})
}

// DeleteDraft removes a draft that the caller has seen in a version; ErrConflict
// when it was changed meanwhile.
func (s *Store) DeleteDraft(ctx context.Context, actor Actor, appID, id, version int64) error {
	return s.withDraft(ctx, appID, id, version, func(tx *Store, b Batch) error {
		if err := tx.db.WithContext(ctx).Where("id = ?", id).Delete(&Batch{}).Error; err != nil {
			return fmt.Errorf("delete draft %d: %w", id, err)
		}
		if err := tx.retireChecks(ctx, "batch_id = ?", id); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "batch.delete", Object: "batch", ObjectID: id, Before: auditedBatch(b)})
	})
}
