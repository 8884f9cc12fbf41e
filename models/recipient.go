package models

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"xinshi/migrations"
)

// Recipient is a user of a mini program.
type Recipient struct {
	ID         int64
	AppID      int64
	Openid     string
	Nickname   string
	Remark     string
	LastSentAt Millis
	CreatedAt  Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt  Millis `gorm:"autoUpdateTime:milli"`
}

// Name is what a person is called on screen: the nickname, the remark where
// there is none, and the openid at the last.
func (r Recipient) Name() string {
	return cmp.Or(r.Nickname, r.Remark, r.Openid)
}

// RecipientInput is what a person or the shop's backend says of a user.
type RecipientInput struct {
	Openid   string
	Nickname string
	Remark   string
}

func (in *RecipientInput) validate() error {
	var bad ValidationError
	in.Openid, in.Nickname, in.Remark = strings.TrimSpace(in.Openid), strings.TrimSpace(in.Nickname), strings.TrimSpace(in.Remark)
	checkToken(&bad, "openid", in.Openid, 64)
	checkText(&bad, "nickname", in.Nickname, 0, 100)
	checkText(&bad, "remark", in.Remark, 0, 200)
	return bad.Err()
}

// SaveRecipient adds a user or changes the words kept about one.
func (s *Store) SaveRecipient(ctx context.Context, actor Actor, appID int64, in RecipientInput) (Recipient, error) {
	if err := in.validate(); err != nil {
		return Recipient{}, err
	}
	var r Recipient
	err := s.InTx(ctx, func(tx *Store) error {
		byOpenid, err := tx.recipientsFor(ctx, appID, []string{in.Openid})
		if err != nil {
			return err
		}
		before := byOpenid[in.Openid]
		r = before
		r.Nickname, r.Remark = in.Nickname, in.Remark
		if err := tx.db.WithContext(ctx).Select("nickname", "remark", "updated_at").Updates(&r).Error; err != nil {
			return fmt.Errorf("save recipient %d: %w", r.ID, err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "recipient.save", Object: "recipient", ObjectID: r.ID, Before: before, After: r})
	})
	return r, err
}

// recipientsFor finds users by openid and adds the ones that are new.
func (s *Store) recipientsFor(ctx context.Context, appID int64, openids []string) (map[string]Recipient, error) {
	byOpenid := make(map[string]Recipient, len(openids))
	var known []Recipient
	if err := s.db.WithContext(ctx).Where("app_id = ? AND openid IN ?", appID, openids).Find(&known).Error; err != nil {
		return nil, fmt.Errorf("find recipients: %w", err)
	}
	for _, r := range known {
		byOpenid[r.Openid] = r
	}
	var added []Recipient
	for _, openid := range openids {
		if _, ok := byOpenid[openid]; !ok {
			r := Recipient{ID: NewID(s.now()), AppID: appID, Openid: openid}
			byOpenid[openid] = r // the same openid may come twice
			added = append(added, r)
		}
	}
	if len(added) == 0 {
		return byOpenid, nil
	}
	if err := s.db.WithContext(ctx).CreateInBatches(&added, 200).Error; err != nil {
		return nil, fmt.Errorf("add recipients: %w", err)
	}
	for _, r := range added { // with the times that the database got
		byOpenid[r.Openid] = r
	}
	return byOpenid, nil
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

// RecipientFilter narrows the list of users; zero fields do not.
type RecipientFilter struct {
	Search  string // in openid (from its start), nickname and remark
	HasCode bool   // has a usable code of any kind
	// Expiring narrows HasCode to codes that expire within this time.
	Expiring time.Duration
	Cursor   Cursor
}

// Recipients lists an App's users, newest first.
func (s *Store) Recipients(ctx context.Context, appID int64, filter RecipientFilter, size int) (Slice[Recipient], error) {
	query := s.read.WithContext(ctx).Model(&Recipient{}).Where("app_id = ?", appID)
	if search := strings.TrimSpace(filter.Search); search != "" {
		pattern := likeEscape(search)
		anywhere := "%" + s.lower(pattern) + "%"
		query = query.Where(`(openid LIKE ? ESCAPE '!' OR LOWER(nickname) LIKE ? ESCAPE '!' OR LOWER(remark) LIKE ? ESCAPE '!')`,
			pattern+"%", anywhere, anywhere)
	}
	if filter.HasCode || filter.Expiring > 0 {
		until := Never
		if filter.Expiring > 0 {
			until = s.Now().Add(filter.Expiring)
		}
		query = query.Where(`EXISTS (SELECT 1 FROM send_codes c WHERE c.recipient_id = recipients.id
			AND c.state = ? AND c.usable_at <= ? AND c.expires_at > ? AND c.expires_at <= ?)`, CodeAvailable, s.Now(), s.Now(), until)
	}
	return slice(query, filter.Cursor, size, "recipients", func(r Recipient) int64 { return r.ID })
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

// likeEscape keeps % and _ of a search from being wildcards. The escape
// character is "!", since a backslash means different things to the two databases.
func likeEscape(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

// lower folds case as the database's LOWER does: SQLite's knows ASCII alone, and
// "ÉCLAIR" must at least find itself.
func (s *Store) lower(text string) string {
	if s.dialect == migrations.MySQL {
		return strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
