package models

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"

	"xinshi/models/sheet"
)

// A chunk is what one piece of work takes: as many rows as one call of the
// models may bring, and no more memory than this.
const (
	chunkRows  = MaxPeople
	chunkBytes = 512 << 10
)

// importChunk is a part of a file.
type importChunk struct {
	ImportID int64 `gorm:"primaryKey;autoIncrement:false"`
	Seq      int64 `gorm:"primaryKey;autoIncrement:false"`
	Content  []byte
}

// refusalChunk is the refused rows of a part.
type refusalChunk importChunk

func (refusalChunk) TableName() string { return "import_refusals" }

// packer collects rows: of each its line, the number of its cells, and each
// cell's length and bytes; then all of it compressed, for the same database
// carries the messages.
type packer struct {
	raw  []byte
	rows int
	sum  hash.Hash // of all rows, if wanted
}

func (p *packer) add(row sheet.Row) {
	p.raw = binary.AppendUvarint(p.raw, uint64(row.Line)) // #nosec G115 -- lines are counted from 1
	p.raw = binary.AppendUvarint(p.raw, uint64(len(row.Cells)))
	for _, cell := range row.Cells {
		p.raw = append(binary.AppendUvarint(p.raw, uint64(len(cell))), cell...)
	}
	p.rows++
}

func (p *packer) full() bool { return p.rows == chunkRows || len(p.raw) >= chunkBytes }

// take returns what was collected and begins anew.
func (p *packer) take() ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(p.raw)
	}
	if err == nil {
		err = w.Close()
	}
	if p.sum != nil {
		p.sum.Write(p.raw)
	}
	p.raw, p.rows = p.raw[:0], 0
	if err != nil {
		return nil, fmt.Errorf("pack rows: %w", err)
	}
	return out.Bytes(), nil
}

// errChunk is a chunk that holds something else than was put there.
var errChunk = errors.New("damaged chunk")

func unpack(content []byte) ([]sheet.Row, error) {
	raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(content)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errChunk, err)
	}
	text := string(raw) // the cells share it
	number := func() (n uint64) {
		n, size := binary.Uvarint(raw)
		if size <= 0 {
			err, size = errChunk, len(raw)
		}
		raw, text = raw[size:], text[size:]
		return n
	}
	var rows []sheet.Row
	for len(raw) > 0 && err == nil {
		row := sheet.Row{Line: int(number())} // #nosec G115 -- written above, from an int
		for range min(number(), sheet.MaxColumns+refusalCells) {
			size := number()
			if err != nil || size > uint64(len(raw)) {
				return nil, errChunk
			}
			row.Cells = append(row.Cells, text[:size])
			raw, text = raw[size:], text[size:]
		}
		rows = append(rows, row)
	}
	return rows, err
}

// chunk loads a part of an import's file.
func (s *Store) chunk(ctx context.Context, importID, seq int64) ([]sheet.Row, error) {
	var c importChunk
	err := s.read.WithContext(ctx).Where("import_id = ? AND seq = ?", importID, seq).Take(&c).Error
	if err := one(err, fmt.Sprintf("chunk %d", seq)); errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("%w: it is gone", errChunk)
	} else if err != nil {
		return nil, err
	}
	return unpack(c.Content)
}
