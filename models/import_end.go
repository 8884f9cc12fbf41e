package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// What is done with a piece that fails, and with what an import leaves behind.
const (
	importPause = 5 * time.Second // before it is tried again
	importTries = 20
	clearAtOnce = 50 // chunks
)

// clearImport deletes some of the file; all of it is too much for one transaction.
func (s *Store) clearImport(ctx context.Context, i Import) (more bool, err error) {
	until := min(i.Cleared+clearAtOnce, i.ChunkCount)
	if err := s.db.WithContext(ctx).Where("import_id = ? AND seq < ?", i.ID, until).Delete(&importChunk{}).Error; err != nil {
		return false, fmt.Errorf("delete chunks: %w", err)
	}
	more = until < i.ChunkCount
	set := map[string]any{"cleared": until, "due": more, "tries": 0, "retry_at": 0}
	if err := s.db.WithContext(ctx).Model(&Import{}).Where("id = ?", i.ID).UpdateColumns(set).Error; err != nil {
		return false, fmt.Errorf("note deleted chunks: %w", err)
	}
	return more, nil
}

// postponeImport lets a piece that failed wait, and gives up after many tries. A
// piece that was merely interrupted costs none.
func (s *Store) postponeImport(ctx context.Context, id int64, failed bool) error {
	if !failed {
		return nil
	}
	err := s.db.WithContext(ctx).Model(&Import{}).Where("id = ? AND due = ?", id, true).
		UpdateColumns(map[string]any{"tries": gorm.Expr("tries + 1"), "retry_at": s.Now().Add(importPause)}).Error
	var i Import
	if err == nil {
		err = one(s.db.WithContext(ctx).Select("tries").Where("id = ?", id).Take(&i).Error, "import")
	}
	if err != nil {
		return fmt.Errorf("postpone import %d: %w", id, err)
	}
	if i.Tries < importTries {
		return nil
	}
	return s.failImport(ctx, id, errors.New("too many tries"))
}

func (s *Store) failImport(ctx context.Context, id int64, cause error) error {
	s.log.ErrorContext(ctx, "import failed", "import_id", id, "error", cause)
	return s.InTx(ctx, func(tx *Store) error {
		var i Import
		if err := one(tx.db.WithContext(ctx).Where("id = ?", id).Take(&i).Error, "import"); err != nil {
			return err
		}
		if !i.State.canBecome(ImportFailed) {
			return nil
		}
		return tx.moveImport(ctx, Actor{Kind: ActorEngine}, i, ImportFailed, nil, i.outcome())
	})
}
