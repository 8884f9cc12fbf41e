-- A mini program. secret is sealed (AES-256-GCM); pause_* say why nothing is sent and until when.
-- +goose Up
CREATE TABLE apps (
    id                  INTEGER NOT NULL PRIMARY KEY,
    appid               TEXT NOT NULL DEFAULT '',
    "name"              TEXT NOT NULL DEFAULT '',
    secret              TEXT NOT NULL,
    token_mode          TEXT NOT NULL DEFAULT '',
    band                TEXT NOT NULL DEFAULT '',
    time_zone           TEXT NOT NULL DEFAULT '',
    codes_per_payment   INTEGER NOT NULL DEFAULT 0,
    payment_delay_ms    INTEGER NOT NULL DEFAULT 0,
    pace                INTEGER NOT NULL DEFAULT 0,
    quiet_from          INTEGER NOT NULL DEFAULT 0,
    quiet_until         INTEGER NOT NULL DEFAULT 0,
    state               TEXT NOT NULL DEFAULT '',
    pause_errcode       INTEGER NOT NULL DEFAULT 0,
    pause_reason        TEXT NOT NULL DEFAULT '',
    pause_until         INTEGER NOT NULL DEFAULT 0,
    paused_at           INTEGER NOT NULL DEFAULT 0,
    blocked_kinds       TEXT NOT NULL DEFAULT '',
    created_at          INTEGER NOT NULL DEFAULT 0,
    updated_at          INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX apps_appid ON apps (appid);
