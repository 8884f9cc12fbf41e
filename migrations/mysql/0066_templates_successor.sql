-- Which subscribe template people use instead of a legacy one.
-- +goose Up
ALTER TABLE templates
    ADD COLUMN successor_ref   BIGINT NOT NULL DEFAULT 0;
