-- The last calls of each App's backend, for its developer: what was called and what was answered. Bodies, keys and codes never stand here.
-- +goose Up
CREATE TABLE api_calls (
    id            INTEGER NOT NULL PRIMARY KEY,
    app_id        INTEGER NOT NULL DEFAULT 0,
    key_id        INTEGER NOT NULL DEFAULT 0,
    "at"          INTEGER NOT NULL DEFAULT 0,
    "method"      TEXT NOT NULL DEFAULT '',
    route         TEXT NOT NULL DEFAULT '',
    "status"      INTEGER NOT NULL DEFAULT 0,
    failed        BOOLEAN NOT NULL DEFAULT FALSE,
    error_code    TEXT NOT NULL DEFAULT '',
    refusals      TEXT NOT NULL,
    duration_ms   INTEGER NOT NULL DEFAULT 0,
    request_id    TEXT NOT NULL DEFAULT '',
    accepted      INTEGER NOT NULL DEFAULT 0,
    duplicates    INTEGER NOT NULL DEFAULT 0,
    rejected      INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX api_calls_app_id_id ON api_calls (app_id, id);
CREATE INDEX api_calls_app_id_failed_id ON api_calls (app_id, failed, id);
