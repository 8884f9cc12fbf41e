package models

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
)

// Recipient is a user of a mini program.
type Recipient struct {
	ID         int64
	AppID      int64
	Openid     string // of an erased person: "erased-" and a random word
	Nickname   string
	Remark     string
	LastSentAt Millis
	CreatedAt  Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt  Millis `gorm:"autoUpdateTime:milli"`
	Phone      string
	Attributes map[string]string `gorm:"serializer:json;not null"` // what the shop keeps about a user: level, city …
	Note       string            // written by staff
	ErasedAt   Millis            // when the person's data were erased on request
}

// Name is what a person is called on screen: the nickname, the remark where
// there is none, and the openid at the last.
func (r Recipient) Name() string {
	return cmp.Or(r.Nickname, r.Remark, r.Openid)
}

// recipientsFor finds users by openid and adds the ones that are new. Of those
// it returns the id and the openid.
func (s *Store) recipientsFor(ctx context.Context, appID int64, openids []string) (map[string]Recipient, error) {
	query := s.db.WithContext(ctx).Model(&Recipient{}).Select("id", "app_id", "openid").Where("app_id = ? AND openid IN ?", appID, openids)
	known, err := scanAll(query, func(r *Recipient, rows *sql.Rows) error { return rows.Scan(&r.ID, &r.AppID, &r.Openid) })
	if err != nil {
		return nil, fmt.Errorf("find recipients: %w", err)
	}
	byOpenid := make(map[string]Recipient, len(openids))
	for _, r := range known {
		byOpenid[r.Openid] = r
	}
	var added []Recipient
	for _, openid := range openids {
		if _, ok := byOpenid[openid]; !ok { // the same openid may come twice
			r := Recipient{ID: NewID(s.now()), AppID: appID, Openid: openid, CreatedAt: s.Now(), UpdatedAt: s.Now()}
			byOpenid[openid] = r
			added = append(added, r)
		}
	}
	return byOpenid, s.addRecipients(ctx, added)
}

// Recipient loads one of an App's users.
func (s *Store) Recipient(ctx context.Context, appID, id int64) (Recipient, error) {
	var r Recipient
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&r).Error
	return r, one(err, fmt.Sprintf("recipient %d", id))
}

// RecipientByOpenid loads one by the platform's id.
func (s *Store) RecipientByOpenid(ctx context.Context, appID int64, openid string) (Recipient, error) {
	var r Recipient
	err := s.read.WithContext(ctx).Where("app_id = ? AND openid = ?", appID, openid).Take(&r).Error
	return r, one(err, "recipient")
}

// RecipientNames loads the users with these ids, by id, to put names to lists.
func (s *Store) RecipientNames(ctx context.Context, appID int64, ids []int64) (map[int64]Recipient, error) {
	var rows []Recipient
	if err := s.read.WithContext(ctx).Where("app_id = ? AND id IN ?", appID, ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("load recipients: %w", err)
	}
	byID := make(map[int64]Recipient, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	return byID, nil
}
