-- For a short while, who a mini program's page is: what a wx.login code was exchanged for. Only the token's hash is kept.
-- +goose Up
CREATE TABLE client_tokens (
    token_hash   TEXT NOT NULL,
    app_id       INTEGER NOT NULL DEFAULT 0,
    openid       TEXT NOT NULL DEFAULT '',
    expires_at   INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (token_hash)
) WITHOUT ROWID;
CREATE INDEX client_tokens_app_id_openid ON client_tokens (app_id, openid);
CREATE INDEX client_tokens_expires_at ON client_tokens (expires_at);
