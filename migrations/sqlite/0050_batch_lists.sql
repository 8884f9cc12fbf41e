-- An uploaded list of people with a value a column for each. columns names them; of its lines row_count are in batch_rows, known of these are users, duplicate and bad were not taken. complete: the file was read to its end. A list that no batch refers to is deleted.
-- +goose Up
CREATE TABLE batch_lists (
    id             INTEGER NOT NULL PRIMARY KEY,
    app_id         INTEGER NOT NULL DEFAULT 0,
    file_name      TEXT NOT NULL DEFAULT '',
    columns        TEXT NOT NULL,
    refusals       TEXT NOT NULL,
    row_count      INTEGER NOT NULL DEFAULT 0,
    known          INTEGER NOT NULL DEFAULT 0,
    duplicate      INTEGER NOT NULL DEFAULT 0,
    bad            INTEGER NOT NULL DEFAULT 0,
    complete       BOOLEAN NOT NULL DEFAULT FALSE,
    created_at     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX batch_lists_app_id_id ON batch_lists (app_id, id);
