package models

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Delivery is what became of a message in the end, as the platform pushed it.
type Delivery struct {
	AppID       int64 `gorm:"primaryKey"`
	MsgID       int64 `gorm:"primaryKey;column:msgid"`
	RecipientID int64
	TemplateID  string
	Errcode     int
	Status      string
	At          Millis
	CreatedAt   Millis `gorm:"autoCreateTime:milli"`
}

// Good tells whether the message arrived.
func (d Delivery) Good() bool { return d.Errcode == 0 && (d.Status == "" || d.Status == "success") }

// LoadDeliveries gives messages what the platform pushed about them. The two are
// put together only here, so that neither has to wait for the other: a push may
// come before the answer that it belongs to is stored.
func (s *Store) LoadDeliveries(ctx context.Context, appID int64, messages []Message) error {
	var msgids []int64
	for _, m := range messages {
		if m.MsgID != 0 {
			msgids = append(msgids, m.MsgID)
		}
	}
	if len(msgids) == 0 {
		return nil
	}
	var rows []Delivery
	if err := s.read.WithContext(ctx).Where("app_id = ? AND msgid IN ?", appID, msgids).Find(&rows).Error; err != nil {
		return fmt.Errorf("load deliveries: %w", err)
	}
	byID := make(map[int64]*Delivery, len(rows))
	for i := range rows {
		byID[rows[i].MsgID] = &rows[i]
	}
	for i := range messages {
		messages[i].Delivery = byID[messages[i].MsgID]
	}
	return nil
}

// likelyWithin is how soon after a send its delivery is pushed, generously; the
// platform's times are cut to the second.
const (
	likelyWithin = time.Hour
	likelyBefore = 2 * time.Second
)

// LikelyDelivery finds what may prove an unknown outcome: a delivery of the same
// template to the same person, soon after the send, that belongs to no other
// message. It proves nothing by itself: another program may send for the App.
func (s *Store) LikelyDelivery(ctx context.Context, m Message, t Template) (*Delivery, error) {
	if m.State != MessageUnknown || t.Kind == KindTemplate {
		return nil, nil
	}
	var found []Delivery
	err := s.read.WithContext(ctx).Where("recipient_id = ? AND at >= ? AND at <= ?", m.RecipientID, m.SendingAt.Add(-likelyBefore), m.SendingAt.Add(likelyWithin)).
		Where("app_id = ? AND template_id = ?", m.AppID, t.TemplateID).Order("at").Limit(50).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("look for a likely delivery: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	msgids := make([]int64, len(found))
	for i, d := range found {
		msgids[i] = d.MsgID
	}
	var taken []int64
	err = s.read.WithContext(ctx).Model(&Message{}).Where("recipient_id = ? AND msgid IN ?", m.RecipientID, msgids).Pluck("msgid", &taken).Error
	if err != nil {
		return nil, fmt.Errorf("look for the messages of deliveries: %w", err)
	}
	for i := range found {
		if !slices.Contains(taken, found[i].MsgID) {
			return &found[i], nil
		}
	}
	return nil, nil
}
