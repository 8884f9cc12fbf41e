-- Codes for whoever has lost their authenticator: hashes only, each good once.
-- +goose Up
CREATE TABLE IF NOT EXISTS recovery_codes (
    staff_id    BIGINT NOT NULL,
    code_hash   VARBINARY(64) NOT NULL,
    used_at     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (staff_id, code_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
