-- The platform's access token of each App, sealed, and the lease of the one process that may renew it.
-- +goose Up
CREATE TABLE IF NOT EXISTS access_tokens (
    appid             VARBINARY(64) NOT NULL,
    token             VARBINARY(2048) NOT NULL,
    expires_at        BIGINT NOT NULL DEFAULT 0,
    obtained_at       BIGINT NOT NULL DEFAULT 0,
    lease_holder      VARBINARY(64) NOT NULL DEFAULT '',
    lease_until       BIGINT NOT NULL DEFAULT 0,
    failed_at         BIGINT NOT NULL DEFAULT 0,
    failure_errcode   INT NOT NULL DEFAULT 0,
    failure           VARCHAR(512) NOT NULL DEFAULT '',
    PRIMARY KEY (appid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
