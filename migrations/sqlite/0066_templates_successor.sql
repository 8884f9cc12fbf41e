-- Which subscribe template people use instead of a legacy one.
-- +goose Up
ALTER TABLE templates ADD COLUMN successor_ref INTEGER NOT NULL DEFAULT 0;
