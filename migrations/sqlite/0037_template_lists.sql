-- The App's own templates as the platform listed them last: a call that is seldom allowed. templates is JSON.
-- +goose Up
CREATE TABLE template_lists (
    app_id          INTEGER NOT NULL PRIMARY KEY,
    templates       TEXT NOT NULL,
    fetched_at      INTEGER NOT NULL DEFAULT 0
);
