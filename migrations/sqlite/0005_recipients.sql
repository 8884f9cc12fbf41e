-- A user of a mini program. openids compare bytewise.
-- +goose Up
CREATE TABLE recipients (
    id             INTEGER NOT NULL PRIMARY KEY,
    app_id         INTEGER NOT NULL DEFAULT 0,
    openid         TEXT NOT NULL DEFAULT '',
    nickname       TEXT NOT NULL DEFAULT '',
    remark         TEXT NOT NULL DEFAULT '',
    last_sent_at   INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL DEFAULT 0,
    updated_at     INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX recipients_app_id_openid ON recipients (app_id, openid);
CREATE INDEX recipients_app_id_id ON recipients (app_id, id);
