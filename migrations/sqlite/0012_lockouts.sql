-- Failed sign-ins per account and address.
-- +goose Up
CREATE TABLE lockouts (
    subject        TEXT NOT NULL,
    failures       INTEGER NOT NULL DEFAULT 0,
    failed_at      INTEGER NOT NULL DEFAULT 0,
    locked_until   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subject)
) WITHOUT ROWID;
