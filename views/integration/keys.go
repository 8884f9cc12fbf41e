package integration

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// KeyForm is the form for a new key as it was sent.
type KeyForm struct{ Name, Error string }

// KeyRow is an API key, without the key.
type KeyRow struct {
	ID                          int64
	Name, Prefix, Used, Created string
	Revoked                     bool
	Badge                       components.BadgeView
}

// newKeyRows shapes the list of keys.
func newKeyRows(ctx context.Context, keys []models.APIKey) []KeyRow {
	rows := make([]KeyRow, len(keys))
	for i, k := range keys {
		rows[i] = KeyRow{
			ID: k.ID, Name: k.Name, Prefix: k.Prefix + "…", Created: text.DateTime(ctx, k.CreatedAt), Used: text.KeyUnused.In(ctx),
			Badge: components.BadgeView{Kind: components.BadgeDone, Text: text.KeyActive.In(ctx)},
		}
		if k.UsedAt != 0 {
			rows[i].Used = text.DateTime(ctx, k.UsedAt)
		}
		if k.RevokedAt != 0 {
			rows[i].Revoked = true
			rows[i].Badge = components.BadgeView{Kind: components.BadgeStopped, Text: text.KeyRevoked.In(ctx)}
		}
	}
	return rows
}
