package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// attributeSample is how many users are looked at for the attributes there are.
const attributeSample = 500

// LatestAttributes lists the attributes that the latest users of an App have: what a
// page offers to fill a keyword from.
func (s *Store) LatestAttributes(ctx context.Context, appID int64) ([]string, error) {
	query := s.read.WithContext(ctx).Model(&Recipient{}).Select("attributes").Where("app_id = ?", appID).Order("id DESC").Limit(attributeSample)
	found, err := scanAll(query, func(keys *map[string]string, rows *sql.Rows) error {
		var raw []byte
		if err := rows.Scan(&raw); err != nil || len(raw) == 0 {
			return err
		}
		return json.Unmarshal(raw, keys)
	})
	if err != nil {
		return nil, fmt.Errorf("look for attributes: %w", err)
	}
	all := map[string]string{}
	for _, keys := range found {
		maps.Copy(all, keys)
	}
	return slices.Sorted(maps.Keys(all)), nil
}
