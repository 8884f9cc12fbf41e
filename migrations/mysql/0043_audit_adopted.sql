-- Entries from before there was a chain are linked first, without a proof: the chain covers them from here on.
-- +goose Up
INSERT IGNORE INTO audit_unlinked (entry_id, mac) SELECT id, '' FROM audit_entries;
