-- Entries that are not in the chain yet, each with a keyed proof of who wrote it. A row leaves when its entry is linked.
-- +goose Up
CREATE TABLE audit_unlinked (
    entry_id    INTEGER NOT NULL PRIMARY KEY,
    mac         TEXT NOT NULL DEFAULT ''
);
