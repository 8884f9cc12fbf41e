-- For a short while, who a mini program's page is: what a wx.login code was exchanged for. Only the token's hash is kept.
-- +goose Up
CREATE TABLE IF NOT EXISTS client_tokens (
    token_hash   VARBINARY(64) NOT NULL,
    app_id       BIGINT NOT NULL DEFAULT 0,
    openid       VARBINARY(64) NOT NULL DEFAULT '',
    expires_at   BIGINT NOT NULL DEFAULT 0,
    created_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (token_hash),
    KEY client_tokens_app_id_openid (app_id, openid),
    KEY client_tokens_expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
