-- What a shop keeps about a user beside the names. attributes is JSON, note is written by staff, erased_at says that the person's data are gone.
-- +goose Up
ALTER TABLE recipients ADD COLUMN phone         TEXT NOT NULL DEFAULT '';
ALTER TABLE recipients ADD COLUMN attributes    TEXT NOT NULL DEFAULT '';
ALTER TABLE recipients ADD COLUMN note          TEXT NOT NULL DEFAULT '';
ALTER TABLE recipients ADD COLUMN erased_at     INTEGER NOT NULL DEFAULT 0;
