-- What a shop keeps about a user beside the names. attributes is JSON, note is written by staff, erased_at says that the person's data are gone.
-- +goose Up
ALTER TABLE recipients
    ADD COLUMN phone         VARCHAR(32) NOT NULL DEFAULT '',
    ADD COLUMN attributes    MEDIUMTEXT NOT NULL DEFAULT (''),
    ADD COLUMN note          TEXT NOT NULL DEFAULT (''),
    ADD COLUMN erased_at     BIGINT NOT NULL DEFAULT 0;
