-- Entries that are not in the chain yet, each with a keyed proof of who wrote it. A row leaves when its entry is linked.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_unlinked (
    entry_id    BIGINT NOT NULL,
    mac         VARBINARY(64) NOT NULL DEFAULT '',
    PRIMARY KEY (entry_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
