-- approval_id: the request by which a batch is sent; 0: none is needed. editors: the ids of the staff who wrote it, none of whom may approve it.
-- +goose Up
ALTER TABLE batches
    ADD COLUMN approval_id    BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN editors        TEXT NOT NULL DEFAULT ('');
