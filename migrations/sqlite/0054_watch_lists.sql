-- The words that an App's staff want to be told of when they stand in a message. An App without a row has the usual ones.
-- +goose Up
CREATE TABLE watch_lists (
    app_id        INTEGER NOT NULL PRIMARY KEY,
    words         TEXT NOT NULL,
    updated_at    INTEGER NOT NULL DEFAULT 0
);
