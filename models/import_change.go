package models

import (
	"context"
	"fmt"
)

// CheckImport takes what a person says of the columns and has every row judged
// by it in the background; nothing is written yet. An earlier check is forgotten.
func (s *Store) CheckImport(ctx context.Context, actor Actor, appID, id int64, plan ImportPlan) error {
	return s.InTx(ctx, func(tx *Store) error {
		i, err := tx.Import(ctx, appID, id)
		if err != nil {
			return err
		}
		if !i.CanMap() {
			return fmt.Errorf("import %d is %s: %w", id, i.State, ErrConflict)
		}
		if err := plan.validate(i); err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Where("import_id = ?", id).Delete(&refusalChunk{}).Error; err != nil {
			return fmt.Errorf("forget the last check: %w", err)
		}
		i.Plan = plan
		if err := tx.db.WithContext(ctx).Select("plan").Updates(&i).Error; err != nil {
			return fmt.Errorf("keep plan: %w", err)
		}
		set := map[string]any{"position": 0, "good": 0, "bad": 0, "skip_bad": false}
		return tx.moveImport(ctx, actor, i, ImportChecking, set, map[string]any{"columns": plan.said(i.Columns)})
	})
}

// said is the plan for the audit: which column was taken for what.
func (p ImportPlan) said(columns []string) map[string]string {
	said := map[string]string{}
	for n, target := range p.Targets {
		if target != TargetNone {
			said[columns[n]] = string(target)
		}
	}
	if p.Kind != "" {
		said["(kind)"] = string(p.Kind)
	}
	if p.TemplateID != "" {
		said["(template_id)"] = p.TemplateID
	}
	return said
}

// StartImport lets a checked import run. While there are bad rows nothing is
// imported, unless the person says to leave them out.
func (s *Store) StartImport(ctx context.Context, actor Actor, appID, id int64, skipBad bool) error {
	return s.InTx(ctx, func(tx *Store) error {
		i, err := tx.Import(ctx, appID, id)
		if err != nil {
			return err
		}
		if !i.CanStart() {
			return fmt.Errorf("import %d is %s with %d good rows: %w", id, i.State, i.Good, ErrConflict)
		}
		if i.Bad > 0 && !skipBad {
			return &ValidationError{Fields: []FieldError{{Field: "skip_bad", Reason: ReasonRequired}}}
		}
		set := map[string]any{"position": 0, "started_at": tx.Now(), "skip_bad": skipBad,
			"actor_kind": actor.Kind, "actor_id": actor.ID, "actor_name": clip(actor.Name, 100)}
		return tx.moveImport(ctx, actor, i, ImportRunning, set, map[string]any{"good": i.Good, "bad": i.Bad})
	})
}

// CancelImport calls an import off. What it has written stays; the rest is not.
func (s *Store) CancelImport(ctx context.Context, actor Actor, appID, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		i, err := tx.Import(ctx, appID, id)
		if err != nil {
			return err
		}
		return tx.moveImport(ctx, actor, i, ImportCancelled, nil, i.outcome())
	})
}

// outcome is what an import did, for the audit.
func (i Import) outcome() map[string]any {
	return map[string]any{"rows": i.RowCount, "added": i.Added, "changed": i.Changed, "unchanged": i.Unchanged, "refused": i.Refused}
}
