-- Signed-in browsers. id_hash is the SHA-256 of the cookie's token, so the table alone signs nobody in.
-- +goose Up
CREATE TABLE IF NOT EXISTS sessions (
    id_hash      VARBINARY(64) NOT NULL,
    staff_id     BIGINT NOT NULL DEFAULT 0,
    data         TEXT NOT NULL,
    ip           VARBINARY(64) NOT NULL DEFAULT '',
    user_agent   VARCHAR(512) NOT NULL DEFAULT '',
    created_at   BIGINT NOT NULL DEFAULT 0,
    seen_at      BIGINT NOT NULL DEFAULT 0,
    expires_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id_hash),
    KEY sessions_staff_id (staff_id),
    KEY sessions_expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
