package models

import (
	"context"
	"errors"
	"fmt"
)

const chainStateName = "audit_checked"

// CheckAudit is VerifyAudit whose result is kept for the pages.
func (s *Store) CheckAudit(ctx context.Context, anchors []Anchor) (ChainState, error) {
	state, err := s.VerifyAudit(ctx, anchors)
	if err != nil {
		return ChainState{}, err
	}
	err = s.InTx(ctx, func(tx *Store) error { return tx.saveSealed(ctx, chainStateName, state) })
	if err != nil {
		return ChainState{}, fmt.Errorf("keep state of audit record: %w", err)
	}
	return state, nil
}

// CheckAuditFor is CheckAudit that a person asks for.
func (s *Store) CheckAuditFor(ctx context.Context, actor Actor, anchors []Anchor) (ChainState, error) {
	state, err := s.CheckAudit(ctx, anchors)
	if err != nil {
		return ChainState{}, err
	}
	return state, s.InTx(ctx, func(tx *Store) error {
		return tx.audit(ctx, actor, change{Action: "audit.verify", Object: "audit", After: map[string]any{"entries": state.Linked, "breaks": len(state.Breaks)}})
	})
}

// AuditState is what the last check found; CheckedAt 0: there was none yet.
func (s *Store) AuditState(ctx context.Context) (ChainState, error) {
	var state ChainState
	err := s.loadSealed(ctx, chainStateName, &state)
	if errors.Is(err, ErrNotFound) {
		return ChainState{}, nil
	}
	return state, err
}

// AuditKey is the public key, in base64, that checks this installation's anchors.
func (s *Store) AuditKey(ctx context.Context) (string, error) {
	keys, err := s.chainKeys(ctx)
	if err != nil {
		return "", err
	}
	return keys.public(), nil
}
