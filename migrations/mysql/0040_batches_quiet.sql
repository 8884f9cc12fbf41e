-- quiet_own: the batch has hours of rest of its own (equal ones: none), in place of its App's.
-- +goose Up
ALTER TABLE batches
    ADD COLUMN quiet_own     BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN quiet_from    INT NOT NULL DEFAULT 0,
    ADD COLUMN quiet_until   INT NOT NULL DEFAULT 0;
