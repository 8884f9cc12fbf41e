-- For how many days the values of messages with an outcome, and codes that cannot be spent any more, are kept; 0: for good.
-- +goose Up
ALTER TABLE apps ADD COLUMN content_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE apps ADD COLUMN code_days INTEGER NOT NULL DEFAULT 0;
