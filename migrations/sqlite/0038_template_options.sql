-- Which version of the mini program a template's card opens and in which language; choices are the only values that some keywords take (JSON); removed_at says since when the platform no longer lists the template.
-- +goose Up
ALTER TABLE templates ADD COLUMN miniprogram_state TEXT NOT NULL DEFAULT '';
ALTER TABLE templates ADD COLUMN lang TEXT NOT NULL DEFAULT '';
ALTER TABLE templates ADD COLUMN choices TEXT NOT NULL DEFAULT '';
ALTER TABLE templates ADD COLUMN removed_at INTEGER NOT NULL DEFAULT 0;
