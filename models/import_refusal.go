package models

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"xinshi/models/sheet"
)

// refusalCells stand before a refused row's own cells when it is kept.
const refusalCells = 4

// keepRefusals writes down what was refused of the present chunk. A run judges
// anew what the check judged, and its word counts.
func (s *Store) keepRefusals(ctx context.Context, i Import, refused []ImportRefusal) error {
	if i.State == ImportRunning && i.Bad > 0 {
		if err := s.db.WithContext(ctx).Where("import_id = ? AND seq = ?", i.ID, i.Position).Delete(&refusalChunk{}).Error; err != nil {
			return fmt.Errorf("forget what the check refused: %w", err)
		}
	}
	if len(refused) == 0 {
		return nil
	}
	slices.SortStableFunc(refused, func(a, b ImportRefusal) int { return a.Line - b.Line })
	var p packer
	for _, r := range refused {
		p.add(sheet.Row{Line: r.Line, Cells: append([]string{strconv.Itoa(r.Column), r.Field, string(r.Reason), strconv.Itoa(r.Limit)}, r.Cells...)})
	}
	content, err := p.take()
	if err != nil {
		return err
	}
	if err := s.db.WithContext(ctx).Create(&refusalChunk{ImportID: i.ID, Seq: i.Position, Content: content}).Error; err != nil {
		return fmt.Errorf("keep refused rows: %w", err)
	}
	return nil
}

// ImportRefusals are the rows of an import that were refused, in the file's order: by
// the check, and once a chunk has been written, by the run.
func (s *Store) ImportRefusals(ctx context.Context, i Import) iter.Seq2[ImportRefusal, error] {
	return func(yield func(ImportRefusal, error) bool) {
		for next := int64(0); ; next++ {
			var kept refusalChunk
			err := s.read.WithContext(ctx).Where("import_id = ? AND seq >= ?", i.ID, next).Order("seq").Take(&kept).Error
			if errors.Is(err, gorm.ErrRecordNotFound) {
				return
			}
			var rows []sheet.Row
			if err == nil {
				rows, err = unpack(kept.Content)
			}
			if err != nil {
				yield(ImportRefusal{}, fmt.Errorf("load refused rows: %w", err))
				return
			}
			for _, row := range rows {
				if !yield(refusalOf(row), nil) {
					return
				}
			}
			next = kept.Seq
		}
	}
}

func refusalOf(row sheet.Row) ImportRefusal {
	head := row.Cells[:refusalCells]
	column, _ := strconv.Atoi(head[0]) // written by us
	limit, _ := strconv.Atoi(head[3])
	return ImportRefusal{Line: row.Line, Column: column, Field: head[1], Reason: Reason(head[2]), Limit: limit, Cells: row.Cells[refusalCells:]}
}

// SampleLine is one of a file's first rows as the plan reads it.
type SampleLine struct {
	Line    int
	Cells   []string
	Refusal *ImportRefusal // why it would not be taken; nil: it would
}

// ImportSample is the first rows of a file, judged by a plan that may not be the
// import's own yet. What only the database knows is left to the check.
func (s *Store) ImportSample(ctx context.Context, app App, i Import, plan ImportPlan, n int) ([]SampleLine, error) {
	rows, err := s.chunk(ctx, i.ID, 0)
	if err != nil {
		return nil, err
	}
	p := planned{Import: i, zone: app.Zone()}
	p.Plan = plan
	var sample []SampleLine
	for _, row := range rows[:min(n, len(rows))] {
		line := SampleLine{Line: row.Line, Cells: row.Cells}
		if i.Kind == ImportCodes {
			_, line.Refusal = p.code(row, s.Now())
		} else {
			_, line.Refusal = p.person(row)
		}
		sample = append(sample, line)
	}
	return sample, nil
}
