package models

import (
	"context"
	"fmt"
)

// SweepImports throws away what time has passed over: uploads that were cut off,
// files that nobody imported, and refused rows that were kept long enough.
func (s *Store) SweepImports(ctx context.Context) error {
	now := s.Now()
	var old []Import
	err := s.read.WithContext(ctx).
		Where("state = ? AND created_at <= ?", ImportUploading, now.Add(-importUploadLife)).
		Or("state IN ? AND updated_at <= ?", []ImportState{ImportUploaded, ImportChecked}, now.Add(-ImportIdleLife)).
		Order("id").Limit(100).Find(&old).Error
	if err != nil {
		return fmt.Errorf("find forgotten imports: %w", err)
	}
	for _, i := range old {
		if i.State == ImportUploading {
			err = s.forgetImport(ctx, i.ID)
		} else {
			err = s.InTx(ctx, func(tx *Store) error {
				return tx.moveImport(ctx, Actor{Kind: ActorEngine}, i, ImportCancelled, nil, map[string]any{"idle": true})
			})
		}
		if err != nil {
			return err
		}
	}
	return s.sweepRefusals(ctx)
}

// sweepRefusals deletes refused rows of imports that ended long ago.
func (s *Store) sweepRefusals(ctx context.Context) error {
	var ids []int64
	err := s.read.WithContext(ctx).Model(&refusalChunk{}).Distinct("import_refusals.import_id").
		Joins("JOIN imports i ON i.id = import_refusals.import_id").
		Where("i.finished_at > 0 AND i.finished_at <= ?", s.Now().Add(-ImportRefusalLife)).Limit(20).Pluck("import_refusals.import_id", &ids).Error
	if err != nil {
		return fmt.Errorf("find old refused rows: %w", err)
	}
	for _, id := range ids {
		if err := s.db.WithContext(ctx).Where("import_id = ?", id).Delete(&refusalChunk{}).Error; err != nil {
			return fmt.Errorf("delete refused rows of import %d: %w", id, err)
		}
	}
	return nil
}
