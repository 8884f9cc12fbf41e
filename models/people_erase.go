package models

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// EraseRecipient removes what is known of a person, on request: the names, phone,
// attributes, note and tags, the openid wherever it stands, what the messages
// said, and the codes that are left. What remains says that there was somebody.
// ErrConflict while a message to the person is queued or on its way. The same
// openid coming again is a new user.
func (s *Store) EraseRecipient(ctx context.Context, actor Actor, appID, id int64) error {
	err := s.InTx(ctx, func(tx *Store) error {
		var r Recipient
		if err := one(tx.forUpdate(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&r).Error, "recipient"); err != nil {
			return err
		}
		if r.ErasedAt != 0 {
			return nil
		}
		gone := erasedPrefix + strings.ToLower(rand.Text())
		// Before the messages are looked at: a batch that is just taking people in
		// holds its row, and either has made its message by then or meets nobody.
		if err := tx.unpick(ctx, appID, r.Openid, gone); err != nil {
			return err
		}
		for _, erase := range []func(context.Context, Recipient) error{tx.refuseWaiting, tx.eraseMessages, tx.eraseCodes, tx.eraseTags, tx.eraseListed} {
			if err := erase(ctx, r); err != nil {
				return err
			}
		}
		if err := errors.Join(tx.eraseOrders(ctx, r, gone), tx.eraseRow(ctx, r, gone)); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "recipient.erase", Object: "recipient", ObjectID: id})
	})
	if err != nil {
		return fmt.Errorf("erase recipient %d: %w", id, err)
	}
	return nil
}

func (s *Store) eraseRow(ctx context.Context, r Recipient, gone string) error {
	var tails []tailOf
	for _, tail := range r.tails() {
		tails = append(tails, tailOf{r.AppID, r.ID, tail})
	}
	if err := s.dropTails(ctx, r.AppID, tails); err != nil {
		return err
	}
	erased := Recipient{ID: r.ID, Openid: gone, ErasedAt: s.Now()}
	return s.db.WithContext(ctx).Select("openid", "nickname", "remark", "phone", "attributes", "note", "erased_at").Updates(&erased).Error
}

// refuseWaiting is ErrConflict while something is still to be sent.
func (s *Store) refuseWaiting(ctx context.Context, r Recipient) error {
	var waiting int64
	err := s.db.WithContext(ctx).Model(&Message{}).Where("recipient_id = ? AND state IN ?", r.ID, []MessageState{MessageQueued, MessageSending}).
		Limit(1).Pluck("id", &waiting).Error
	if err == nil && waiting != 0 {
		err = fmt.Errorf("message %d is not settled: %w", waiting, ErrConflict)
	}
	return err
}

// eraseMessages empties what they said. Their outcome stays, for the numbers. The
// caller's key goes too, and the hash of what was asked for, by which a guess
// could be proven.
func (s *Store) eraseMessages(ctx context.Context, r Recipient) error {
	set := map[string]any{"data": "[]", "page": "", "idempotency_key": nil, "request_hash": ""}
	return s.db.WithContext(ctx).Model(&Message{}).Where("recipient_id = ?", r.ID).UpdateColumns(set).Error
}

func (s *Store) eraseCodes(ctx context.Context, r Recipient) error {
	var left []SendCode
	err := s.forUpdate(ctx).Where("recipient_id = ? AND live = 1 AND state = ?", r.ID, CodeAvailable).Order("id").Find(&left).Error
	if err != nil {
		return err
	}
	return s.moveCodes(ctx, left, CodeAvailable, CodeRevoked, map[string]any{"settled_at": s.Now()})
}

func (s *Store) eraseTags(ctx context.Context, r Recipient) error {
	return s.db.WithContext(ctx).Exec("DELETE FROM recipient_tags WHERE recipient_id = ?", r.ID).Error
}

// eraseOrders leaves the orders, which may yet be paid, but not whose they are.
func (s *Store) eraseOrders(ctx context.Context, r Recipient, gone string) error {
	db := s.db.WithContext(ctx)
	return errors.Join(
		db.Exec("UPDATE orders SET openid = ?, description = '' WHERE app_id = ? AND openid = ?", gone, r.AppID, r.Openid).Error,
		db.Exec("DELETE FROM client_tokens WHERE app_id = ? AND openid = ?", r.AppID, r.Openid).Error,
	)
}

// unpick takes an openid out of the lists that batches were made from.
func (s *Store) unpick(ctx context.Context, appID int64, openid, gone string) error {
	if _, err := s.openAudiences(ctx, appID); err != nil {
		return err
	}
	var batches []Batch
	err := s.db.WithContext(ctx).Where("app_id = ? AND INSTR(audience, ?) > 0", appID, jsonText(openid)).Find(&batches).Error
	if err != nil {
		return err
	}
	for _, b := range batches {
		if at := slices.Index(b.Audience.Openids, openid); at >= 0 {
			b.Audience.Openids[at] = gone
		}
		if err := s.db.WithContext(ctx).Select("audience").Updates(&b).Error; err != nil {
			return err
		}
	}
	return nil
}
