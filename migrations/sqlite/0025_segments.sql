-- Filters of users with a name; filter is JSON.
-- +goose Up
CREATE TABLE segments (
    id            INTEGER NOT NULL PRIMARY KEY,
    app_id        INTEGER NOT NULL DEFAULT 0,
    name          TEXT NOT NULL DEFAULT '',
    filter        TEXT NOT NULL,
    created_at    INTEGER NOT NULL DEFAULT 0,
    updated_at    INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX segments_app_id_name ON segments (app_id, name);
