-- How codes reach an App beside the API: what its mini program may report by itself, and its merchant account at WeChat Pay. private_key and the two API keys are sealed (AES-256-GCM).
-- +goose Up
CREATE TABLE IF NOT EXISTS intakes (
    app_id                  BIGINT NOT NULL,
    collect                 INT NOT NULL DEFAULT 0,
    collect_subscriptions   INT NOT NULL DEFAULT 0,
    mchid                   VARBINARY(32) NOT NULL DEFAULT '',
    merchant_serial         VARBINARY(64) NOT NULL DEFAULT '',
    private_key             BLOB NOT NULL,
    api_v3_key              VARBINARY(512) NOT NULL DEFAULT '',
    api_v2_key              VARBINARY(512) NOT NULL DEFAULT '',
    platform_key            BLOB NOT NULL,
    platform_key_id         VARBINARY(64) NOT NULL DEFAULT '',
    created_at              BIGINT NOT NULL DEFAULT 0,
    updated_at              BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
