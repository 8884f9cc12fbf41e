package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"xinshi/models/wechat"
)

// ChoiceKind is where a person answered.
type ChoiceKind string

// The kinds of choice.
const (
	ChoicePopup    ChoiceKind = "popup"    // in the dialog
	ChoiceSettings ChoiceKind = "settings" // in the settings, or on a card
)

// ChoiceEffect is what a choice did to our ledger.
type ChoiceEffect string

// The effects.
const (
	EffectNone     ChoiceEffect = "none"     // a rejected dialog: it gives nothing and takes nothing
	EffectCredit   ChoiceEffect = "credit"   // it gave a credit
	EffectVoid     ChoiceEffect = "void"     // its credit was taken back before the push came
	EffectReported ChoiceEffect = "reported" // the mini program's own report gives the credit
	EffectUnknown  ChoiceEffect = "unknown"  // its template is not ours
	EffectRevoked  ChoiceEffect = "revoked"  // it took back what was left
)

// Choice is what a person answered to a template, as the platform pushed it.
type Choice struct {
	ID          int64
	AppID       int64
	PushKey     string
	RecipientID int64
	TemplateRef int64 // 0: not ours when the push came
	TemplateID  string
	Kind        ChoiceKind
	Accepted    bool
	Scene       string
	Effect      ChoiceEffect
	At          Millis
	CreatedAt   Millis `gorm:"autoCreateTime:milli"`
}

// sourcePush is the source of codes that a push gave.
const sourcePush = "event"

// noCreditLeft is the platform's word that a pair has no credit.
const noCreditLeft = 43101

// TakePush stores what a push says. Taking it again changes nothing, and pushes
// may come in any order: an accept that comes after the refusal which followed
// it gives no credit, and a refusal leaves alone what was accepted after it.
func (s *Store) TakePush(ctx context.Context, actor Actor, app App, e wechat.Event) error {
	var err error
	switch e.Kind {
	case wechat.EventPopup, wechat.EventChange:
		err = s.InTx(ctx, func(tx *Store) error { return tx.takeChoices(ctx, actor, app, e) })
	case wechat.EventSent:
		err = s.InTx(ctx, func(tx *Store) error { return tx.takeResults(ctx, app, e) })
	}
	if err != nil {
		return fmt.Errorf("take push %s: %w", e.Kind, err)
	}
	return nil
}

// pushKey is one choice's own: the platform repeats a push with these words, and
// in one second nobody answers the same template twice.
func pushKey(e wechat.Event, templateID string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(e.Kind), e.Openid, e.At.UTC().Format("20060102150405"), templateID}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func (s *Store) takeChoices(ctx context.Context, actor Actor, app App, e wechat.Event) error {
	people, err := s.recipientsFor(ctx, app.ID, []string{clipBytes(e.Openid, 64)})
	if err != nil {
		return err
	}
	person := people[clipBytes(e.Openid, 64)]
	// As in a claim: whoever changes a person's codes holds the person's row. It
	// also lines up repeats that arrive at the same moment.
	if err := s.forUpdate(ctx).Select("id").Where("id = ?", person.ID).Take(&Recipient{}).Error; err != nil {
		return fmt.Errorf("lock recipient: %w", err)
	}
	callback, err := s.Callback(ctx, app.ID)
	if err != nil {
		return err
	}
	for _, said := range e.Choices {
		c := Choice{
			ID: NewID(s.now()), AppID: app.ID, PushKey: pushKey(e, said.TemplateID), RecipientID: person.ID, TemplateID: clipBytes(said.TemplateID, 128),
			Kind: ChoicePopup, Accepted: said.Accepted(), Scene: clipBytes(said.Scene, 16), At: min(At(e.At), s.Now()),
		}
		if e.Kind == wechat.EventChange {
			c.Kind = ChoiceSettings
		}
		if err := s.takeChoice(ctx, pushed{actor, app, callback, person}, c); err != nil {
			return err
		}
	}
	return nil
}

// pushed is whom a push tells of, and who tells it.
type pushed struct {
	actor    Actor
	app      App
	callback Callback
	person   Recipient
}

// takeChoice stores one choice with its effect, unless it is stored already.
func (s *Store) takeChoice(ctx context.Context, by pushed, c Choice) error {
	var known int64
	if err := s.db.WithContext(ctx).Model(&Choice{}).Where("app_id = ? AND push_key = ?", by.app.ID, c.PushKey).Count(&known).Error; err != nil {
		return fmt.Errorf("look for choice: %w", err)
	}
	if known > 0 {
		return nil
	}
	t, err := s.TemplateByPlatformID(ctx, by.app.ID, c.TemplateID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	c.TemplateRef = t.ID
	if c.Effect, err = s.applyChoice(ctx, by, t, c); err != nil {
		return err
	}
	if err := s.db.WithContext(ctx).Create(&c).Error; err != nil {
		return fmt.Errorf("store choice: %w", err)
	}
	if c.Accepted || c.Effect == EffectUnknown { // an accept is counted with its credit
		return nil
	}
	refused, scene := subscribeTally{}, ScenePopup
	if c.Kind == ChoiceSettings {
		scene = SceneSettings
	}
	refused.add(by.app, c.At, t.ID, TallyReject, scene)
	return s.tally(ctx, refused)
}

func (s *Store) applyChoice(ctx context.Context, by pushed, t Template, c Choice) (ChoiceEffect, error) {
	switch {
	case t.ID == 0 || t.Kind == KindTemplate:
		return EffectUnknown, nil
	case c.Kind == ChoiceSettings && !c.Accepted:
		return EffectRevoked, s.revokeCredits(ctx, by.person.ID, t.ID, c.At, 0)
	case c.Kind == ChoiceSettings, !c.Accepted:
		return EffectNone, nil
	case by.callback.Source(c.At) == CreditsByReport:
		return EffectReported, nil
	}
	gone, err := s.takenBack(ctx, by.person.ID, t.ID, c.At)
	if err != nil || gone {
		return EffectVoid, err
	}
	_, err = s.AddCodes(ctx, by.actor, by.app, sourcePush, []CodeInput{{
		Openid: by.person.Openid, Kind: CodeKind(t.Kind), Code: "event-" + c.PushKey, TemplateID: t.TemplateID, ObtainedAt: c.At,
	}})
	return EffectCredit, err
}

// takenBack tells whether what was accepted at a time is void since: refused in
// the settings, or found to be none by a send that began later.
func (s *Store) takenBack(ctx context.Context, recipientID, templateRef int64, at Millis) (bool, error) {
	found := func(query *gorm.DB) (bool, error) {
		var ids []int64
		err := query.Where("recipient_id = ? AND template_ref = ?", recipientID, templateRef).Limit(1).Pluck("id", &ids).Error
		if err != nil {
			return false, fmt.Errorf("look for refusals: %w", err)
		}
		return len(ids) > 0, nil
	}
	refused, err := found(s.db.WithContext(ctx).Model(&Choice{}).Where("kind = ? AND accepted = ? AND at >= ?", ChoiceSettings, false, at))
	if err != nil || refused {
		return refused, err
	}
	return found(s.db.WithContext(ctx).Model(&Message{}).Where("state = ? AND errcode = ? AND sending_at > ?", MessageFailed, noCreditLeft, at))
}

func (s *Store) takeResults(ctx context.Context, app App, e wechat.Event) error {
	person, err := s.RecipientByOpenid(ctx, app.ID, e.Openid)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	for _, r := range e.Results {
		d := Delivery{
			AppID: app.ID, MsgID: r.MsgID, RecipientID: person.ID, TemplateID: clipBytes(r.TemplateID, 128),
			Errcode: r.Errcode, Status: clip(r.Status, 200), At: At(e.At),
		}
		if err := s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&d).Error; err != nil {
			return fmt.Errorf("store delivery: %w", err)
		}
		if r.Errcode != noCreditLeft || person.ID == 0 {
			continue
		}
		t, err := s.TemplateByPlatformID(ctx, app.ID, d.TemplateID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err == nil {
			err = s.revokeCredits(ctx, person.ID, t.ID, d.At, noCreditLeft)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
