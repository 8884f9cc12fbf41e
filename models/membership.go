package models

import (
	"context"
	"fmt"
	"slices"
)

// staffApp lets somebody who is limited into an App.
type staffApp struct {
	StaffID int64 `gorm:"primaryKey;autoIncrement:false"`
	AppID   int64 `gorm:"primaryKey;autoIncrement:false"`
}

// StaffApps lists the Apps that somebody is limited to.
func (s *Store) StaffApps(ctx context.Context, staffID int64) ([]int64, error) {
	var apps []int64
	if err := s.read.WithContext(ctx).Model(&staffApp{}).Where("staff_id = ?", staffID).Order("app_id").Pluck("app_id", &apps).Error; err != nil {
		return nil, fmt.Errorf("list apps of staff %d: %w", staffID, err)
	}
	return apps, nil
}

// StaffAppCounts tells of everybody who is limited to how many Apps.
func (s *Store) StaffAppCounts(ctx context.Context) (map[int64]int, error) {
	var rows []struct {
		StaffID int64
		N       int
	}
	if err := s.read.WithContext(ctx).Model(&staffApp{}).Select("staff_id, COUNT(*) AS n").Group("staff_id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("count apps of staff: %w", err)
	}
	counts := make(map[int64]int, len(rows))
	for _, row := range rows {
		counts[row.StaffID] = row.N
	}
	return counts, nil
}

// AppsFor lists the Apps that somebody may see, oldest first.
func (s *Store) AppsFor(ctx context.Context, member Staff) ([]App, error) {
	apps, err := s.Apps(ctx)
	if err != nil || !member.Limited {
		return apps, err
	}
	allowed, err := s.StaffApps(ctx, member.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(apps, func(a App) bool { return !slices.Contains(allowed, a.ID) }), nil
}

// setStaffApps replaces what somebody is limited to. An App that does not exist
// is not kept: it would let them into one that gets its id later.
func (s *Store) setStaffApps(ctx context.Context, staffID int64, apps []int64) error {
	if err := s.db.WithContext(ctx).Where("staff_id = ?", staffID).Delete(&staffApp{}).Error; err != nil {
		return fmt.Errorf("set apps of staff %d: %w", staffID, err)
	}
	if len(apps) == 0 {
		return nil
	}
	known, err := s.Apps(ctx)
	if err != nil {
		return err
	}
	var rows []staffApp
	for _, app := range known {
		if slices.Contains(apps, app.ID) {
			rows = append(rows, staffApp{staffID, app.ID})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := s.db.WithContext(ctx).Create(&rows).Error; err != nil {
		return fmt.Errorf("set apps of staff %d: %w", staffID, err)
	}
	return nil
}
