package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// importLease is how long a node that died keeps an import from the others.
const importLease = 10 * time.Second

// errNotHeld ends a piece whose import another node took over, or a person
// called off, meanwhile.
var errNotHeld = errors.New("import is not held any more")

// DueImports lists the imports that have background work now.
func (s *Store) DueImports(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.read.WithContext(ctx).Model(&Import{}).Where("due = ? AND retry_at <= ?", true, s.Now()).Order("id").Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("list imports with work: %w", err)
	}
	return ids, nil
}

// KeepImport does the next piece of an import's background work: judge a chunk
// of its rows, or write one, or delete some when it is over. more is true when
// there is another piece to do now. The rows and the import's position change in
// one transaction, so that a crash neither loses nor repeats any. Any node may
// call it; while one works on an import the others are told that there is
// nothing to do.
func (s *Store) KeepImport(ctx context.Context, node string, id int64) (more bool, err error) {
	held, err := s.holdImport(ctx, node, id)
	if err != nil || !held {
		return false, err
	}
	err = s.InTx(ctx, func(tx *Store) error {
		var i Import
		if err := one(tx.db.WithContext(ctx).Where("id = ?", id).Take(&i).Error, "import"); err != nil {
			return err
		}
		if i.LeaseNode != node || !i.Due {
			return errNotHeld
		}
		more, err = tx.importPiece(ctx, i)
		return err
	})
	switch {
	case errors.Is(err, errNotHeld):
		return true, nil
	case errors.Is(err, errChunk):
		return true, s.failImport(ctx, id, err)
	case err != nil:
		return false, errors.Join(fmt.Errorf("keep import %d: %w", id, err), s.postponeImport(context.WithoutCancel(ctx), id, ctx.Err() == nil))
	}
	return more, nil
}

// holdImport takes the lease, or finds it taken already by this node.
func (s *Store) holdImport(ctx context.Context, node string, id int64) (bool, error) {
	var i Import
	err := s.db.WithContext(ctx).Select("lease_node", "lease_until", "due").Where("id = ?", id).Take(&i).Error
	if err := one(err, "import"); err != nil {
		return false, err
	}
	now := s.Now()
	switch {
	case !i.Due:
		return false, nil
	case i.LeaseNode == node && i.LeaseUntil > now.Add(importLease/2):
		return true, nil
	}
	took := s.db.WithContext(ctx).Model(&Import{}).
		Where("id = ? AND due = ? AND (lease_node = ? OR lease_until <= ?)", id, true, node, now).
		UpdateColumns(map[string]any{"lease_node": node, "lease_until": now.Add(importLease)})
	if took.Error != nil {
		return false, fmt.Errorf("hold import %d: %w", id, took.Error)
	}
	return took.RowsAffected > 0, nil
}

func (s *Store) importPiece(ctx context.Context, i Import) (more bool, err error) {
	if i.State.Over() {
		return s.clearImport(ctx, i)
	}
	if i.Position == i.ChunkCount {
		return true, s.endPhase(ctx, i)
	}
	app, err := s.App(ctx, i.AppID)
	if err != nil {
		return false, err
	}
	rows, err := s.chunk(ctx, i.ID, i.Position)
	if err != nil {
		return false, err
	}
	p := planned{Import: i, zone: app.Zone()}
	var refused []ImportRefusal
	counts := map[string]int{}
	if i.State == ImportChecking {
		refused, err = s.judgeRows(ctx, p, app, rows)
		counts["good"], counts["bad"] = len(rows)-len(refused), len(refused)
	} else {
		refused, err = s.importRows(ctx, p, app, rows, counts)
		counts["refused"] = len(refused)
	}
	if err == nil {
		err = s.keepRefusals(ctx, i, refused)
	}
	if err == nil {
		err = s.advance(ctx, i, counts)
	}
	return true, err
}

// advance moves the position past a piece, if the import is still where the
// piece began.
func (s *Store) advance(ctx context.Context, i Import, counts map[string]int) error {
	set := map[string]any{"position": i.Position + 1, "tries": 0, "retry_at": 0, "lease_until": s.Now().Add(importLease)}
	for column, n := range counts {
		set[column] = gorm.Expr(column+" + ?", n)
	}
	done := s.db.WithContext(ctx).Model(&Import{}).
		Where("id = ? AND state = ? AND position = ? AND lease_node = ?", i.ID, i.State, i.Position, i.LeaseNode).Updates(set)
	if done.Error != nil {
		return fmt.Errorf("note progress: %w", done.Error)
	}
	if done.RowsAffected == 0 {
		return errNotHeld
	}
	return nil
}

func (s *Store) endPhase(ctx context.Context, i Import) error {
	if i.State == ImportChecking {
		return s.moveImport(ctx, Actor{Kind: ActorEngine}, i, ImportChecked, nil, map[string]any{"good": i.Good, "bad": i.Bad})
	}
	return s.moveImport(ctx, i.actor(), i, ImportFinished, nil, i.outcome())
}
