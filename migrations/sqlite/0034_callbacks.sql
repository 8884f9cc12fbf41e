-- What an App and the platform have agreed on for pushes, and how the last ones went. token and aes_key are sealed (AES-256-GCM). credits_from says where accepts are learnt from since credits_since.
-- +goose Up
CREATE TABLE callbacks (
    app_id          INTEGER NOT NULL PRIMARY KEY,
    mode            TEXT NOT NULL DEFAULT '',
    token           TEXT NOT NULL DEFAULT '',
    aes_key         TEXT NOT NULL DEFAULT '',
    credits_from    TEXT NOT NULL DEFAULT '',
    credits_since   INTEGER NOT NULL DEFAULT 0,
    checked_at      INTEGER NOT NULL DEFAULT 0,
    pushed_at       INTEGER NOT NULL DEFAULT 0,
    refused_at      INTEGER NOT NULL DEFAULT 0,
    refusal         TEXT NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL DEFAULT 0,
    updated_at      INTEGER NOT NULL DEFAULT 0
);
