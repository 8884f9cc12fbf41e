-- Who has given the password and not yet the code: such a session signs nobody in.
-- +goose Up
ALTER TABLE sessions ADD COLUMN pending_id BIGINT NOT NULL DEFAULT 0;
