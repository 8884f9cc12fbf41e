-- quiet_own: the batch has hours of rest of its own (equal ones: none), in place of its App's.
-- +goose Up
ALTER TABLE batches ADD COLUMN quiet_own BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE batches ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN quiet_until INTEGER NOT NULL DEFAULT 0;
