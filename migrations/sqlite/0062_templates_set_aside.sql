-- Keywords that the platform has taken out of a template, with their mapping, in case they come back (JSON).
-- +goose Up
ALTER TABLE templates ADD COLUMN set_aside TEXT NOT NULL DEFAULT '';
