-- What an App and the platform have agreed on for pushes, and how the last ones went. token and aes_key are sealed (AES-256-GCM). credits_from says where accepts are learnt from since credits_since.
-- +goose Up
CREATE TABLE IF NOT EXISTS callbacks (
    app_id          BIGINT NOT NULL,
    `mode`          VARBINARY(16) NOT NULL DEFAULT '',
    token           VARBINARY(512) NOT NULL DEFAULT '',
    aes_key         VARBINARY(512) NOT NULL DEFAULT '',
    credits_from    VARBINARY(16) NOT NULL DEFAULT '',
    credits_since   BIGINT NOT NULL DEFAULT 0,
    checked_at      BIGINT NOT NULL DEFAULT 0,
    pushed_at       BIGINT NOT NULL DEFAULT 0,
    refused_at      BIGINT NOT NULL DEFAULT 0,
    refusal         VARBINARY(32) NOT NULL DEFAULT '',
    created_at      BIGINT NOT NULL DEFAULT 0,
    updated_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
