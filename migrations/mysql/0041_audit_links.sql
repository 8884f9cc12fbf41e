-- The chain of the audit record: each entry's number, the hash before it and its own. Nothing updates or deletes here.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_links (
    seq         BIGINT NOT NULL,
    entry_id    BIGINT NOT NULL DEFAULT 0,
    adopted     TINYINT NOT NULL DEFAULT 0,
    prev        VARBINARY(64) NOT NULL DEFAULT '',
    hash        VARBINARY(64) NOT NULL DEFAULT '',
    seal        VARBINARY(64) NOT NULL DEFAULT '',
    PRIMARY KEY (seq),
    UNIQUE KEY audit_links_entry_id (entry_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
