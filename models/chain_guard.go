package models

import (
	"context"
	"fmt"

	"xinshi/migrations"
)

// guardRecord makes the triggers that refuse to change or delete what the audit
// holds. On SQLite they are part of the schema. On MySQL they take the TRIGGER
// privilege, and with a binary log a setting or SUPER besides, which an
// installation need not have: without them the record is as provable, only not
// as hard to damage, so a refusal is logged and no more.
func (s *Store) guardRecord(ctx context.Context) {
	if s.dialect != migrations.MySQL {
		return
	}
	for _, table := range []string{"audit_entries", "audit_links"} {
		for verb, event := range map[string]string{"no_update": "UPDATE", "no_delete": "DELETE"} {
			if err := s.makeTrigger(ctx, table+"_"+verb, event, table); err != nil {
				s.log.WarnContext(ctx, "the database has no triggers that guard the audit record", "error", err)
				return
			}
		}
	}
}

func (s *Store) makeTrigger(ctx context.Context, name, event, table string) error {
	var found int64
	err := s.db.WithContext(ctx).Raw("SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name = ?", name).Scan(&found).Error
	if err != nil || found > 0 {
		return err
	}
	return s.db.WithContext(ctx).Exec(fmt.Sprintf(
		"CREATE TRIGGER %s BEFORE %s ON %s FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '%s takes no changes'", name, event, table, table)).Error
}
