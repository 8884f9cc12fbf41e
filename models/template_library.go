package models

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"xinshi/models/wechat"
)

// NoteLibraryAdd records that a template was added to the App's own on the
// platform; what is what was chosen.
func (s *Store) NoteLibraryAdd(ctx context.Context, actor Actor, appID int64, templateID string, what any) error {
	return s.InTx(ctx, func(tx *Store) error {
		return tx.audit(ctx, actor, change{AppID: appID, Action: "library.add", Object: "app", ObjectID: appID, After: map[string]any{"template_id": templateID, "choice": what}})
	})
}

// TakeTemplate takes over one template of the list that was just fetched. It
// returns the template here, which may have been here before; without an ID, the
// list does not have it yet.
func (s *Store) TakeTemplate(ctx context.Context, actor Actor, appID int64, templateID string) (Template, error) {
	var t Template
	err := s.InTx(ctx, func(tx *Store) error {
		var err error
		if t, err = tx.TemplateByPlatformID(ctx, appID, templateID); err == nil && t.RemovedAt == 0 {
			return nil // nothing of it is to change unasked
		}
		list, err := tx.TemplateList(ctx, appID)
		if err != nil {
			return err
		}
		_, err = tx.TakeTemplates(ctx, actor, appID, list.FetchedAt, []string{templateID}, false)
		if err != nil && !errors.Is(err, ErrConflict) { // it is not listed
			return err
		}
		t, err = tx.TemplateByPlatformID(ctx, appID, templateID)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		return err
	})
	return t, err
}

// DropTemplate marks a template that was deleted on the platform by us, and takes it
// out of the kept list, so that it is no difference.
func (s *Store) DropTemplate(ctx context.Context, actor Actor, appID, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.Template(ctx, appID, id)
		if err != nil {
			return err
		}
		after := before
		after.RemovedAt = tx.Now()
		if err := tx.db.WithContext(ctx).Select("removed_at", "updated_at").Updates(&after).Error; err != nil {
			return fmt.Errorf("mark template %d: %w", id, err)
		}
		if err := tx.unlist(ctx, appID, after.TemplateID); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "library.delete", Object: "template", ObjectID: id, Before: before, After: after})
	})
}

func (s *Store) unlist(ctx context.Context, appID int64, templateID string) error {
	list, err := s.TemplateList(ctx, appID)
	if err != nil || list.FetchedAt == 0 {
		return err
	}
	for family, h := range list.Heard {
		h.Templates = slices.DeleteFunc(h.Templates, func(own wechat.OwnTemplate) bool { return own.TemplateID == templateID })
		list.Heard[family] = h
	}
	if err := s.db.WithContext(ctx).Select("templates").Updates(&list).Error; err != nil {
		return fmt.Errorf("keep list of templates: %w", err)
	}
	return nil
}
