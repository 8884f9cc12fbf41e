-- Words that group an App's users.
-- +goose Up
CREATE TABLE tags (
    id            INTEGER NOT NULL PRIMARY KEY,
    app_id        INTEGER NOT NULL DEFAULT 0,
    name          TEXT NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX tags_app_id_name ON tags (app_id, name);
