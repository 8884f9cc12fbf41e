package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// MessageRequest asks for one message.
type MessageRequest struct {
	TemplateID     string // the platform's template_id
	To             string // openid
	Content        Content
	SendAt         Millis // 0: now
	IdempotencyKey string
	// MiniprogramState repeats what the template's card opens; only the published
	// version need not be named.
	MiniprogramState MiniprogramState `json:",omitempty"`
}

// fingerprint tells a repeated request from another one under the same key.
func (r MessageRequest) fingerprint() (string, error) {
	raw, err := json.Marshal(r) // maps are written in the order of their keys
	if err != nil {
		return "", fmt.Errorf("fingerprint request: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// Enqueue checks a request and queues its message. The same idempotency key
// with the same request returns the message it made before; with another
// request it is ErrConflict. Refused values are a ValidationError with the
// fields template, to, data.KEY, page, emphasis, send_at.
func (s *Store) Enqueue(ctx context.Context, actor Actor, app App, req MessageRequest) (Message, error) {
	req.To, req.TemplateID = strings.TrimSpace(req.To), strings.TrimSpace(req.TemplateID)
	hash, err := req.fingerprint()
	if err != nil {
		return Message{}, err
	}
	var m Message
	err = s.InTx(ctx, func(tx *Store) error {
		earlier, found, err := tx.repeatOf(ctx, app.ID, req.IdempotencyKey, hash)
		if err != nil || found {
			m = earlier
			return err
		}
		m, err = tx.newMessage(ctx, actor, app, req)
		if err != nil {
			return err
		}
		m.RequestHash = hash
		if err := tx.db.WithContext(ctx).Create(&m).Error; err != nil {
			return fmt.Errorf("queue message: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "message.send", Object: "message", ObjectID: m.ID, After: auditedMessage(m)})
	})
	return m, err
}

// auditedMessage is what the audit keeps of a send: enough to find it, without
// a copy of people's data, which stands in the message and can be erased there.
func auditedMessage(m Message) any {
	return map[string]any{"template_ref": m.TemplateRef, "recipient_id": m.RecipientID, "due_at": m.DueAt}
}

func (s *Store) repeatOf(ctx context.Context, appID int64, key, hash string) (Message, bool, error) {
	if key == "" {
		return Message{}, false, nil
	}
	if len(key) > 128 {
		return Message{}, false, &ValidationError{Fields: []FieldError{{Field: "idempotency_key", Reason: ReasonTooLong, Limit: 128}}}
	}
	var m Message
	err := one(s.db.WithContext(ctx).Where("app_id = ? AND idempotency_key = ?", appID, key).Take(&m).Error, "message")
	switch {
	case errors.Is(err, ErrNotFound):
		return Message{}, false, nil
	case err != nil:
		return Message{}, false, err
	case m.RequestHash != hash:
		return Message{}, false, fmt.Errorf("idempotency key was used for another request: %w", ErrConflict)
	}
	return m, true, nil
}

// maxAhead is how far ahead a message can be asked for.
const maxAhead = 366 * 24 * time.Hour

func (s *Store) newMessage(ctx context.Context, actor Actor, app App, req MessageRequest) (Message, error) {
	var bad ValidationError
	t, err := s.templateForSend(ctx, app.ID, req.TemplateID, &bad)
	if err != nil {
		return Message{}, err
	}
	to, err := s.recipientForSend(ctx, app, t, req, &bad)
	if err != nil {
		return Message{}, err
	}
	if req.SendAt > s.Now().Add(maxAhead) {
		bad.Add("send_at", ReasonBadDate)
	}
	var content Rendering
	if t.ID != 0 {
		t.checkState(req.MiniprogramState, &bad)
		content = t.Render(req.Content.For(to), app.Zone())
		bad.Fields = append(bad.Fields, content.Errors.Fields...)
	}
	if err := bad.Err(); err != nil {
		return Message{}, err
	}
	m := Message{
		ID: NewID(s.now()), AppID: app.ID, TemplateRef: t.ID, RecipientID: to.ID, State: MessageQueued,
		Data: content.Keywords, Page: content.Page, Emphasis: content.Emphasis,
		ActorKind: actor.Kind, ActorID: actor.ID, ActorName: clip(actor.Name, 100),
		DueAt: max(req.SendAt, s.Now()),
	}
	if req.IdempotencyKey != "" {
		m.IdempotencyKey = &req.IdempotencyKey
	}
	return m, nil
}

func (s *Store) templateForSend(ctx context.Context, appID int64, templateID string, bad *ValidationError) (Template, error) {
	if templateID == "" {
		bad.Add("template", ReasonRequired)
		return Template{}, nil
	}
	t, err := s.TemplateByPlatformID(ctx, appID, templateID)
	switch {
	case errors.Is(err, ErrNotFound):
		bad.Add("template", ReasonUnknownTemplate)
		return Template{}, nil
	case err == nil && t.Held():
		bad.Add("template", t.HeldReason())
	}
	return t, err
}

// recipientForSend finds whom to send to. A message that is to go now needs a
// code now (or one about to become usable); for a later one a code may still come.
func (s *Store) recipientForSend(ctx context.Context, app App, t Template, req MessageRequest, bad *ValidationError) (Recipient, error) {
	if req.To == "" {
		bad.Add("to", ReasonRequired)
		return Recipient{}, nil
	}
	// Locked, so that an erasure comes before the message or finds it waiting.
	var to Recipient
	err := one(s.forUpdate(ctx).Where("app_id = ? AND openid = ?", app.ID, req.To).Take(&to).Error, "recipient")
	if errors.Is(err, ErrNotFound) {
		bad.Add("to", ReasonUnknownRecipient)
		return Recipient{}, nil
	}
	if err != nil || t.ID == 0 || req.SendAt > s.Now() {
		return to, err
	}
	codes, err := s.payingCodes(ctx, app, t, to.ID)
	if err == nil && len(codes) == 0 {
		bad.Add("to", ReasonNoSendCode)
	}
	return to, err
}

// payingCodes lists a recipient's codes that can pay for a template now or
// after their settling delay, soonest to expire first.
func (s *Store) payingCodes(ctx context.Context, app App, t Template, recipientID int64) ([]SendCode, error) {
	var codes []SendCode
	err := s.read.WithContext(ctx).
		Where("recipient_id = ? AND state = ? AND expires_at > ? AND usable_at < ?", recipientID, CodeAvailable, s.Now(), Never).
		Where("kind IN ? AND template_ref IN ?", t.CodeKinds(), []int64{0, t.ID}).
		Order("expires_at, id").Find(&codes).Error
	if err != nil {
		return nil, fmt.Errorf("find codes: %w", err)
	}
	allowed := codes[:0]
	for _, c := range codes {
		if !app.Blocks(c.Kind) {
			allowed = append(allowed, c)
		}
	}
	return allowed, nil
}

// NextCode is the code a message of this template to this recipient would
// spend; ok is false when there is none.
func (s *Store) NextCode(ctx context.Context, app App, t Template, recipientID int64) (code SendCode, ok bool, err error) {
	codes, err := s.payingCodes(ctx, app, t, recipientID)
	if err != nil || len(codes) == 0 {
		return SendCode{}, false, err
	}
	return codes[0], true, nil
}
