package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

const millisPerHour = Millis(time.Hour / time.Millisecond)

// codeCount is how many available codes of one sort expire in one hour.
type codeCount struct {
	AppID       int64    `gorm:"primaryKey"`
	Kind        CodeKind `gorm:"primaryKey"`
	TemplateRef int64    `gorm:"primaryKey"`
	Unpaid      bool     `gorm:"primaryKey"`
	Hour        Millis   `gorm:"primaryKey"`
	N           int64
}

// codeDeltas is what one transaction changes in the counts.
type codeDeltas map[codeCount]int64

func (d codeDeltas) add(c SendCode, n int64) {
	key := codeCount{AppID: c.AppID, Kind: c.Kind, TemplateRef: c.TemplateRef, Unpaid: c.UsableAt == Never, Hour: c.ExpiresAt}
	if c.ExpiresAt != Never {
		key.Hour = hourOf(c.ExpiresAt)
	}
	d[key] += n
}

func (d codeDeltas) rows() []codeCount {
	rows := make([]codeCount, 0, len(d))
	for key, n := range d {
		if n != 0 {
			key.N = n
			rows = append(rows, key)
		}
	}
	slices.SortFunc(rows, func(a, b codeCount) int {
		return cmp.Or(cmp.Compare(a.AppID, b.AppID), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.TemplateRef, b.TemplateRef), compareBool(a.Unpaid, b.Unpaid), cmp.Compare(a.Hour, b.Hour))
	})
	return rows
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// CodeStock is how many codes an App could spend, now and as time passes.
type CodeStock struct {
	ByKind []KindStock
	Hours  []HourStock // the hours of the next seven days, this one first
	Never  int64       // how many do not expire
	Unpaid int64       // not yet usable: their order waits for its payment
}

// KindStock is how many available codes there are of a kind and template.
type KindStock struct {
	Kind        CodeKind
	TemplateRef int64 // 0: any template of the kind
	N           int64
}

// HourStock is how many available codes expire in the hour that begins at Hour.
type HourStock struct {
	Hour Millis
	N    int64
}

// Total is all that could be spent.
func (c CodeStock) Total() int64 {
	n := c.Never
	for _, h := range c.Hours {
		n += h.N
	}
	return n
}

// Within is how many of them expire in so many hours and the rest of the one that runs.
func (c CodeStock) Within(hours int) int64 {
	var n int64
	for _, h := range c.Hours[:min(hours+1, len(c.Hours))] {
		n += h.N
	}
	return n
}

// CodeStock counts an App's available codes, those in their settling delay
// included. It is exact and costs the same however many there are.
func (s *Store) CodeStock(ctx context.Context, appID int64) (CodeStock, error) {
	now := s.Now()
	var cells []codeCount
	err := s.read.WithContext(ctx).Where("app_id = ? AND hour >= ? AND n > 0", appID, hourOf(now)).
		Order("kind, template_ref, hour").Find(&cells).Error
	if err != nil {
		return CodeStock{}, fmt.Errorf("load code counts: %w", err)
	}
	over, err := s.unswept(ctx, appID, now)
	if err != nil {
		return CodeStock{}, err
	}
	stock := CodeStock{}
	for i := range int(CodeLife/time.Hour) + 1 {
		stock.Hours = append(stock.Hours, HourStock{Hour: hourOf(now) + Millis(i)*millisPerHour})
	}
	for _, c := range cells {
		if c.Hour == hourOf(now) {
			c.N -= over[codeCount{Kind: c.Kind, TemplateRef: c.TemplateRef, Unpaid: c.Unpaid}]
		}
		stock.add(c)
	}
	return stock, nil
}

func (c *CodeStock) add(cell codeCount) {
	if cell.Unpaid {
		c.Unpaid += cell.N
		return
	}
	if last := len(c.ByKind) - 1; last >= 0 && c.ByKind[last].Kind == cell.Kind && c.ByKind[last].TemplateRef == cell.TemplateRef {
		c.ByKind[last].N += cell.N
	} else {
		c.ByKind = append(c.ByKind, KindStock{cell.Kind, cell.TemplateRef, cell.N})
	}
	if cell.Hour == Never {
		c.Never += cell.N
		return
	}
	// A clock of a shop's server that runs ahead puts a code a little past the last hour.
	i := min(int((cell.Hour-c.Hours[0].Hour)/millisPerHour), len(c.Hours)-1)
	c.Hours[i].N += cell.N
}

// unswept counts the codes of the current hour whose life is over although the
// sweep has not come by yet.
func (s *Store) unswept(ctx context.Context, appID int64, now Millis) (map[codeCount]int64, error) {
	var rows []codeCount
	err := s.read.WithContext(ctx).Model(&SendCode{}).
		Select("kind, template_ref, usable_at = ? AS unpaid, COUNT(*) AS n", Never).
		Where("app_id = ? AND expires_at >= ? AND expires_at <= ? AND state = ?", appID, hourOf(now), now, CodeAvailable).
		Group("kind, template_ref, unpaid").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count codes of this hour: %w", err)
	}
	over := make(map[codeCount]int64, len(rows))
	for _, r := range rows {
		over[codeCount{Kind: r.Kind, TemplateRef: r.TemplateRef, Unpaid: r.Unpaid}] = r.N
	}
	return over, nil
}
