-- Robots of group chats that are told of alerts. What lets us write to them is sealed.
-- +goose Up
CREATE TABLE robots (
    id          INTEGER NOT NULL PRIMARY KEY,
    app_id      INTEGER NOT NULL DEFAULT 0,
    kind        TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL DEFAULT '',
    host        TEXT NOT NULL DEFAULT '',
    url         TEXT NOT NULL DEFAULT '',
    secret      TEXT NOT NULL DEFAULT '',
    alerts      TEXT NOT NULL DEFAULT '',
    lang        TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL DEFAULT 0,
    updated_at  INTEGER NOT NULL DEFAULT 0
);
