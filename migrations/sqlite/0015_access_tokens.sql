-- The platform's access token of each App, sealed, and the lease of the one process that may renew it.
-- +goose Up
CREATE TABLE access_tokens (
    appid             TEXT NOT NULL,
    token             TEXT NOT NULL,
    expires_at        INTEGER NOT NULL DEFAULT 0,
    obtained_at       INTEGER NOT NULL DEFAULT 0,
    lease_holder      TEXT NOT NULL DEFAULT '',
    lease_until       INTEGER NOT NULL DEFAULT 0,
    failed_at         INTEGER NOT NULL DEFAULT 0,
    failure_errcode   INTEGER NOT NULL DEFAULT 0,
    failure           TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (appid)
) WITHOUT ROWID;
