-- approval: which batches a second person has to approve: none, all, or those of more messages than approve_above.
-- +goose Up
ALTER TABLE apps
    ADD COLUMN approval         VARBINARY(8) NOT NULL DEFAULT '',
    ADD COLUMN approve_above    INT NOT NULL DEFAULT 1000;
