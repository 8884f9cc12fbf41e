-- Signed-in browsers. id_hash is the SHA-256 of the cookie's token, so the table alone signs nobody in.
-- +goose Up
CREATE TABLE sessions (
    id_hash      TEXT NOT NULL,
    staff_id     INTEGER NOT NULL DEFAULT 0,
    data         TEXT NOT NULL,
    ip           TEXT NOT NULL DEFAULT '',
    user_agent   TEXT NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL DEFAULT 0,
    seen_at      INTEGER NOT NULL DEFAULT 0,
    expires_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (id_hash)
) WITHOUT ROWID;
CREATE INDEX sessions_staff_id ON sessions (staff_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);
