-- Keys of the shop's backend; each belongs to one App. Only the hash is kept.
-- +goose Up
CREATE TABLE api_keys (
    id           INTEGER NOT NULL PRIMARY KEY,
    app_id       INTEGER NOT NULL DEFAULT 0,
    "name"       TEXT NOT NULL DEFAULT '',
    key_hash     TEXT NOT NULL DEFAULT '',
    prefix       TEXT NOT NULL DEFAULT '',
    used_at      INTEGER NOT NULL DEFAULT 0,
    revoked_at   INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX api_keys_key_hash ON api_keys (key_hash);
CREATE INDEX api_keys_app_id_id ON api_keys (app_id, id);
