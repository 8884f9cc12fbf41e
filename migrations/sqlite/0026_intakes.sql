-- How codes reach an App beside the API: what its mini program may report by itself, and its merchant account at WeChat Pay. private_key and the two API keys are sealed (AES-256-GCM).
-- +goose Up
CREATE TABLE intakes (
    app_id                  INTEGER NOT NULL PRIMARY KEY,
    collect                 INTEGER NOT NULL DEFAULT 0,
    collect_subscriptions   INTEGER NOT NULL DEFAULT 0,
    mchid                   TEXT NOT NULL DEFAULT '',
    merchant_serial         TEXT NOT NULL DEFAULT '',
    private_key             TEXT NOT NULL,
    api_v3_key              TEXT NOT NULL DEFAULT '',
    api_v2_key              TEXT NOT NULL DEFAULT '',
    platform_key            TEXT NOT NULL,
    platform_key_id         TEXT NOT NULL DEFAULT '',
    created_at              INTEGER NOT NULL DEFAULT 0,
    updated_at              INTEGER NOT NULL DEFAULT 0
);
