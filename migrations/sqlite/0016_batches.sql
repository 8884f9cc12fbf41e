-- Many messages triggered together. Counters are kept at settling; total - (all outcomes) is what still waits. expand_after is the id of the last recipient that has been looked at.
-- +goose Up
CREATE TABLE batches (
    id              INTEGER NOT NULL PRIMARY KEY,
    app_id          INTEGER NOT NULL DEFAULT 0,
    template_ref    INTEGER NOT NULL DEFAULT 0,
    parent_id       INTEGER NOT NULL DEFAULT 0,
    name            TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL DEFAULT '',
    reason          TEXT NOT NULL DEFAULT '',
    errcode         INTEGER NOT NULL DEFAULT 0,
    content         TEXT NOT NULL,
    audience        TEXT NOT NULL,
    start_at        INTEGER NOT NULL DEFAULT 0,
    late_ms         INTEGER NOT NULL DEFAULT 0,
    pace            INTEGER NOT NULL DEFAULT 0,
    stop_percent    INTEGER NOT NULL DEFAULT 0,
    expanded        BOOLEAN NOT NULL DEFAULT FALSE,
    expand_after    INTEGER NOT NULL DEFAULT 0,
    total           INTEGER NOT NULL DEFAULT 0,
    sent            INTEGER NOT NULL DEFAULT 0,
    failed          INTEGER NOT NULL DEFAULT 0,
    unknown         INTEGER NOT NULL DEFAULT 0,
    cancelled       INTEGER NOT NULL DEFAULT 0,
    expired         INTEGER NOT NULL DEFAULT 0,
    actor_kind      TEXT NOT NULL DEFAULT '',
    actor_id        INTEGER NOT NULL DEFAULT 0,
    actor_name      TEXT NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL DEFAULT 0,
    updated_at      INTEGER NOT NULL DEFAULT 0,
    started_at      INTEGER NOT NULL DEFAULT 0,
    finished_at     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX batches_app_id_id ON batches (app_id, id);
CREATE INDEX batches_state ON batches (state);
