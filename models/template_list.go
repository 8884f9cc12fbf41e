package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"xinshi/models/wechat"
)

// Family is one of the two lists in which the platform keeps an App's own templates.
type Family string

// The families.
const (
	FamilySubscribe Family = "subscribe"
	FamilyTemplate  Family = "template" // legacy
)

// Families lists them, the living one first.
var Families = []Family{FamilySubscribe, FamilyTemplate}

// Family is where the platform lists templates of a kind.
func (k TemplateKind) Family() Family {
	if k == KindTemplate {
		return FamilyTemplate
	}
	return FamilySubscribe
}

// Heard is what the platform said of a family when it was asked. A refusal leaves
// what it said before.
type Heard struct {
	At        Millis // when Templates was listed; 0: never
	Templates []wechat.OwnTemplate
	Refusal   *PlatformRefusal `json:",omitempty"` // of the last time; nil: it answered
}

// TemplateList is an App's own templates as the platform listed them last, kept
// because it may be asked seldom.
type TemplateList struct {
	AppID     int64      `gorm:"primaryKey;autoIncrement:false"`
	Heard     HeardLists `gorm:"column:templates;serializer:json;not null"`
	FetchedAt Millis     // when the platform was last asked, whatever it answered; 0: never
}

// HeardLists are the lists of both families.
type HeardLists map[Family]Heard

// How long a list is not asked for again: two people who press the button get one
// call, and a day without calls left is not tried every minute.
const (
	fetchGap = time.Minute
	quotaGap = time.Hour
)

// FetchReason is why the platform is asked.
type FetchReason bool

// The reasons. After a change of our own the list is known to be old.
const (
	FetchAsked       FetchReason = false
	FetchAfterChange FetchReason = true
)

// FetchFrom is when the platform may be asked again.
func (l TemplateList) FetchFrom() Millis {
	switch {
	case l.FetchedAt == 0:
		return 0
	case l.outOfQuota():
		return l.FetchedAt.Add(quotaGap)
	}
	return l.FetchedAt.Add(fetchGap)
}

func (l TemplateList) outOfQuota() bool {
	for _, h := range l.Heard {
		if h.Refusal != nil && h.Refusal.OutOfQuota() {
			return true
		}
	}
	return false
}

func (l TemplateList) mayFetch(now Millis, why FetchReason) bool {
	return now >= l.FetchFrom() || why == FetchAfterChange && !l.outOfQuota()
}

// TemplateList loads what is kept; an empty one before the first fetch.
func (s *Store) TemplateList(ctx context.Context, appID int64) (TemplateList, error) {
	var lists []TemplateList
	if err := s.read.WithContext(ctx).Where("app_id = ?", appID).Limit(1).Find(&lists).Error; err != nil {
		return TemplateList{}, fmt.Errorf("load list of templates: %w", err)
	}
	if len(lists) == 0 {
		return TemplateList{AppID: appID}, nil
	}
	return lists[0], nil
}

// BeginFetch takes the right to ask the platform now. It is false while the last
// asking is too recent, or if another request was quicker.
func (s *Store) BeginFetch(ctx context.Context, appID int64, why FetchReason) (bool, error) {
	var mine bool
	err := s.InTx(ctx, func(tx *Store) error {
		mine = false
		list, err := tx.TemplateList(ctx, appID)
		if err != nil || !list.mayFetch(tx.Now(), why) {
			return err
		}
		db := tx.db.WithContext(ctx)
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&TemplateList{AppID: appID, Heard: HeardLists{}}).Error; err != nil {
			return fmt.Errorf("begin list of templates: %w", err)
		}
		done := db.Model(&TemplateList{}).Where("app_id = ? AND fetched_at = ?", appID, list.FetchedAt).Update("fetched_at", max(tx.Now(), list.FetchedAt+1))
		if done.Error != nil {
			return fmt.Errorf("begin list of templates: %w", done.Error)
		}
		mine = done.RowsAffected == 1
		return nil
	})
	return mine, err
}

// KeepList keeps what the platform answered.
func (s *Store) KeepList(ctx context.Context, appID int64, heard HeardLists) error {
	return s.InTx(ctx, func(tx *Store) error {
		list, err := tx.TemplateList(ctx, appID)
		if err != nil {
			return err
		}
		for family, h := range heard {
			if before := list.Heard[family]; h.Refusal != nil {
				h.At, h.Templates = before.At, before.Templates
			}
			if list.Heard == nil {
				list.Heard = HeardLists{}
			}
			list.Heard[family] = h
		}
		err = tx.db.WithContext(ctx).Select("templates").Updates(&list).Error
		if err != nil {
			return fmt.Errorf("keep list of templates: %w", err)
		}
		return nil
	})
}
