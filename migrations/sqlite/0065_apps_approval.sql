-- approval: which batches a second person has to approve: none, all, or those of more messages than approve_above.
-- +goose Up
ALTER TABLE apps ADD COLUMN approval TEXT NOT NULL DEFAULT '';
ALTER TABLE apps ADD COLUMN approve_above INTEGER NOT NULL DEFAULT 1000;
