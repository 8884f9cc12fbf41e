package models

import (
	"context"
	"fmt"
)

// learn applies what answers taught about the App or the template, once for each
// cause however many messages met it.
func (s *Store) learn(ctx context.Context, outcomes []Outcome) error {
	type lesson struct {
		app, template int64
		errcode       int
		pause         Pause
		paused, stop  bool
		kinds         string
	}
	done := map[lesson]bool{}
	for _, o := range outcomes {
		m := o.Claimed.Message
		if o.EmptyCredits {
			if err := s.revokeCredits(ctx, m.RecipientID, m.TemplateRef, m.SendingAt, o.Errcode); err != nil {
				return err
			}
		}
		if o.Pause == nil && !o.StopTemplate && len(o.BlockKinds) == 0 {
			continue
		}
		key := lesson{app: m.AppID, template: m.TemplateRef, errcode: o.Errcode, stop: o.StopTemplate, kinds: fmt.Sprint(o.BlockKinds)}
		if o.Pause != nil {
			key.paused, key.pause = true, *o.Pause
		}
		if done[key] {
			continue
		}
		done[key] = true
		if err := s.learnOne(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) learnOne(ctx context.Context, o Outcome) error {
	m, engine := o.Claimed.Message, Actor{Kind: ActorEngine}
	if o.Pause != nil {
		if err := s.PauseApp(ctx, engine, m.AppID, *o.Pause); err != nil {
			return err
		}
	}
	if o.StopTemplate {
		if err := s.StopTemplate(ctx, engine, m.AppID, m.TemplateRef, o.Errcode, o.Errmsg); err != nil {
			return err
		}
		if err := s.pauseBatchesOf(ctx, m.TemplateRef, o.Errcode); err != nil {
			return err
		}
	}
	if len(o.BlockKinds) > 0 {
		return s.BlockCodeKinds(ctx, engine, m.AppID, o.BlockKinds...)
	}
	return nil
}

// revokeCredits empties what we believed a person had left for a template. What
// was obtained later is not concerned: a person may have accepted once more while
// the answer was on its way.
func (s *Store) revokeCredits(ctx context.Context, recipientID, templateRef int64, until Millis, errcode int) error {
	var credits []SendCode
	err := s.forUpdate(ctx).Where("recipient_id = ? AND live = 1 AND state = ? AND template_ref = ?", recipientID, CodeAvailable, templateRef).
		Where("obtained_at <= ?", until).Order("id").Find(&credits).Error
	if err != nil {
		return fmt.Errorf("find credits: %w", err)
	}
	return s.moveCodes(ctx, credits, CodeAvailable, CodeRevoked, map[string]any{"errcode": errcode, "settled_at": s.Now()})
}
