-- Codes for whoever has lost their authenticator: hashes only, each good once.
-- +goose Up
CREATE TABLE recovery_codes (
    staff_id    INTEGER NOT NULL,
    code_hash   TEXT NOT NULL,
    used_at     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (staff_id, code_hash)
) WITHOUT ROWID;
