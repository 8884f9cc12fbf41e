-- What a second step of signing in needs, and whether somebody is limited to the Apps of staff_apps; nobody is to begin with.
-- +goose Up
ALTER TABLE staff
    ADD COLUMN limited TINYINT NOT NULL DEFAULT 0,
    ADD COLUMN totp_secret VARBINARY(255) NOT NULL DEFAULT '',
    ADD COLUMN totp_at BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
