-- A file of users or codes on its way in. row_count and chunk_count are what the file holds; position is the next chunk of the check or of the run; good and bad are what the check found, the others what the run did; cleared says how many chunks are deleted again. due is true while there is background work. One node at a time holds the lease.
-- +goose Up
CREATE TABLE imports (
    id              INTEGER NOT NULL PRIMARY KEY,
    app_id          INTEGER NOT NULL DEFAULT 0,
    kind            TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL DEFAULT '',
    file_name       TEXT NOT NULL DEFAULT '',
    file_size       INTEGER NOT NULL DEFAULT 0,
    format          TEXT NOT NULL,
    columns         TEXT NOT NULL,
    plan            TEXT NOT NULL,
    skip_bad        BOOLEAN NOT NULL DEFAULT FALSE,
    row_count       INTEGER NOT NULL DEFAULT 0,
    chunk_count     INTEGER NOT NULL DEFAULT 0,
    position        INTEGER NOT NULL DEFAULT 0,
    cleared         INTEGER NOT NULL DEFAULT 0,
    good            INTEGER NOT NULL DEFAULT 0,
    bad             INTEGER NOT NULL DEFAULT 0,
    added           INTEGER NOT NULL DEFAULT 0,
    changed         INTEGER NOT NULL DEFAULT 0,
    unchanged       INTEGER NOT NULL DEFAULT 0,
    refused         INTEGER NOT NULL DEFAULT 0,
    tries           INTEGER NOT NULL DEFAULT 0,
    retry_at        INTEGER NOT NULL DEFAULT 0,
    due             BOOLEAN NOT NULL DEFAULT FALSE,
    lease_node      TEXT NOT NULL DEFAULT '',
    lease_until     INTEGER NOT NULL DEFAULT 0,
    actor_kind      TEXT NOT NULL DEFAULT '',
    actor_id        INTEGER NOT NULL DEFAULT 0,
    actor_name      TEXT NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL DEFAULT 0,
    updated_at      INTEGER NOT NULL DEFAULT 0,
    started_at      INTEGER NOT NULL DEFAULT 0,
    finished_at     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX imports_app_id_id ON imports (app_id, id);
CREATE INDEX imports_due ON imports (due);
CREATE INDEX imports_state ON imports (state);
