-- A mini program. secret is sealed (AES-256-GCM); pause_* say why nothing is sent and until when.
-- +goose Up
CREATE TABLE IF NOT EXISTS apps (
    id                  BIGINT NOT NULL,
    appid               VARBINARY(64) NOT NULL DEFAULT '',
    `name`              VARCHAR(100) NOT NULL DEFAULT '',
    secret              VARBINARY(1024) NOT NULL,
    token_mode          VARBINARY(16) NOT NULL DEFAULT '',
    band                VARBINARY(16) NOT NULL DEFAULT '',
    time_zone           VARBINARY(64) NOT NULL DEFAULT '',
    codes_per_payment   INT NOT NULL DEFAULT 0,
    payment_delay_ms    BIGINT NOT NULL DEFAULT 0,
    pace                INT NOT NULL DEFAULT 0,
    quiet_from          INT NOT NULL DEFAULT 0,
    quiet_until         INT NOT NULL DEFAULT 0,
    state               VARBINARY(16) NOT NULL DEFAULT '',
    pause_errcode       INT NOT NULL DEFAULT 0,
    pause_reason        VARCHAR(512) NOT NULL DEFAULT '',
    pause_until         BIGINT NOT NULL DEFAULT 0,
    paused_at           BIGINT NOT NULL DEFAULT 0,
    blocked_kinds       VARBINARY(100) NOT NULL DEFAULT '',
    created_at          BIGINT NOT NULL DEFAULT 0,
    updated_at          BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY apps_appid (appid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
