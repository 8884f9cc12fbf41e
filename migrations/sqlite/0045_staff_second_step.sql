-- What a second step of signing in needs, and whether somebody is limited to the Apps of staff_apps; nobody is to begin with.
-- +goose Up
ALTER TABLE staff ADD COLUMN limited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN totp_secret TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN totp_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;
