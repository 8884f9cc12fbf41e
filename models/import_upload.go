package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"xinshi/models/sheet"
)

// ReceiveImport takes a file as it arrives and keeps it in the database, so that
// any node can go on with it. The whole file is judged as a table before
// anything else happens: a broken one is a sheet.UnreadableError and leaves
// nothing behind.
func (s *Store) ReceiveImport(ctx context.Context, actor Actor, app App, kind ImportKind, fileName string, file io.Reader) (Import, error) {
	if !slices.Contains(ImportKinds, kind) {
		return Import{}, &ValidationError{Fields: []FieldError{{Field: "kind", Reason: ReasonBadChoice}}}
	}
	table, err := sheet.Open(file, ImportLimits)
	if err != nil {
		return Import{}, err
	}
	i := Import{
		ID: NewID(s.now()), AppID: app.ID, Kind: kind, State: ImportUploading, FileName: clip(fileName, 200), Columns: table.Header,
		ActorKind: actor.Kind, ActorID: actor.ID, ActorName: clip(actor.Name, 100),
	}
	err = s.db.WithContext(ctx).Create(&i).Error
	if err == nil {
		err = s.keepChunks(ctx, &i, table)
	}
	if err == nil {
		i.FileSize, i.Format = table.Size(), table.Format()
		i.Plan = guessPlan(kind, i.Columns)
		err = s.completeUpload(ctx, actor, &i)
	}
	if err = errors.Join(err, table.Close()); err != nil {
		return Import{}, errors.Join(err, s.forgetImport(context.WithoutCancel(ctx), i.ID))
	}
	return i, nil
}

// keepChunks reads the table to its end.
func (s *Store) keepChunks(ctx context.Context, i *Import, table *sheet.Reader) error {
	p := packer{sum: sha256.New()}
	for {
		row, err := table.Next()
		over := errors.Is(err, io.EOF)
		if err != nil && !over {
			return err
		}
		if !over {
			for n, cell := range row.Cells {
				row.Cells[n] = sheet.Unguard(cell)
			}
			p.add(row)
			i.RowCount++
		}
		if p.rows > 0 && (over || p.full()) {
			content, err := p.take()
			if err != nil {
				return err
			}
			chunk := importChunk{ImportID: i.ID, Seq: i.ChunkCount, Content: content}
			if err := s.db.WithContext(ctx).Create(&chunk).Error; err != nil {
				return fmt.Errorf("keep chunk %d: %w", chunk.Seq, err)
			}
			i.ChunkCount++
		}
		if over {
			i.RowHash = hex.EncodeToString(p.sum.Sum(nil))
			return nil
		}
	}
}

func (s *Store) completeUpload(ctx context.Context, actor Actor, i *Import) error {
	return s.InTx(ctx, func(tx *Store) error {
		err := tx.db.WithContext(ctx).Model(i).Select("file_size", "format", "plan", "row_hash", "row_count", "chunk_count").Updates(i).Error
		if err != nil {
			return fmt.Errorf("complete upload: %w", err)
		}
		i.State = ImportUploading // of an earlier try
		err = tx.moveImport(ctx, actor, *i, ImportUploaded, nil, map[string]any{"rows": i.RowCount, "bytes": i.FileSize})
		i.State = ImportUploaded
		return err
	})
}

// forgetImport deletes one that never came to be.
func (s *Store) forgetImport(ctx context.Context, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		err := tx.db.WithContext(ctx).Where("id = ? AND state = ?", id, ImportUploading).Delete(&Import{}).Error
		if err == nil {
			err = tx.db.WithContext(ctx).Where("import_id = ?", id).Delete(&importChunk{}).Error
		}
		if err != nil {
			return fmt.Errorf("forget import %d: %w", id, err)
		}
		return nil
	})
}
