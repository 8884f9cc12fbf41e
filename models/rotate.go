package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// sealedTable is a table with sealed columns. What seals them names the place as
// TABLE.COLUMN:KEY, so that this list is all a change of keys needs.
type sealedTable struct {
	table, key string
	columns    []string
}

var sealedTables = []sealedTable{
	{"apps", "id", []string{"secret"}},
	{"access_tokens", "appid", []string{"token"}},
	{"staff", "id", []string{"totp_secret"}},
	{"callbacks", "app_id", []string{"token", "aes_key"}},
	{"intakes", "app_id", []string{"private_key", "api_v3_key", "api_v2_key"}},
	{"robots", "id", []string{"url", "secret"}},
	{"settings", "name", []string{"value"}}, // those that are sealed
}

// RotateSecrets seals everything anew with the current key, and tells how many
// values were sealed with a former one. It is one transaction: either all of it
// is sealed anew or nothing.
func (s *Store) RotateSecrets(ctx context.Context, actor Actor) (int, error) {
	resealed := 0
	err := s.InTx(ctx, func(tx *Store) error {
		resealed = 0
		for _, t := range sealedTables {
			for _, column := range t.columns {
				n, err := tx.reseal(ctx, t, column)
				if err != nil {
					return fmt.Errorf("seal %s.%s anew: %w", t.table, column, err)
				}
				resealed += n
			}
		}
		return tx.audit(ctx, actor, change{Action: "secrets.rotate", Object: "settings", After: map[string]any{"key": tx.box.keys[0].id, "values": resealed}})
	})
	return resealed, err
}

func (s *Store) reseal(ctx context.Context, t sealedTable, column string) (int, error) {
	var rows []struct{ Place, Value string }
	query := s.forUpdate(ctx).Table(t.table).Select("? AS place, ? AS value", gorm.Expr(t.key), gorm.Expr("`"+column+"`")).
		Where("? LIKE ? OR ? LIKE ?", gorm.Expr("`"+column+"`"), firstForm+"%", gorm.Expr("`"+column+"`"), sealForm+"%").Order(t.key)
	if err := query.Scan(&rows).Error; err != nil {
		return 0, err
	}
	n := 0
	for _, row := range rows {
		if s.box.current(row.Value) {
			continue
		}
		place := t.table + "." + column + ":" + row.Place
		plain, err := s.box.open(place, row.Value)
		if err != nil {
			return 0, err
		}
		err = s.db.WithContext(ctx).Table(t.table).Where(t.key+" = ?", row.Place).UpdateColumn(column, s.box.seal(place, plain)).Error
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}
