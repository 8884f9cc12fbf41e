-- People who sign in.
-- +goose Up
CREATE TABLE staff (
    id              INTEGER NOT NULL PRIMARY KEY,
    email           TEXT NOT NULL DEFAULT '',
    "name"          TEXT NOT NULL DEFAULT '',
    role            TEXT NOT NULL DEFAULT '',
    password_hash   TEXT NOT NULL DEFAULT '',
    disabled_at     INTEGER NOT NULL DEFAULT 0,
    signed_in_at    INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL DEFAULT 0,
    updated_at      INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX staff_email ON staff (email);
