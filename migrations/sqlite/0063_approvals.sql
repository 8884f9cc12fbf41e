-- Requests to have a batch approved, each with what was asked for: hash is that of parts, which are the hashes of the batch's content, people, template and timing. State: asked, approved, rejected, withdrawn or void; changed names the parts that made it void.
-- +goose Up
CREATE TABLE approvals (
    id            INTEGER NOT NULL PRIMARY KEY,
    app_id        INTEGER NOT NULL DEFAULT 0,
    batch_id      INTEGER NOT NULL DEFAULT 0,
    state         TEXT NOT NULL DEFAULT '',
    messages      INTEGER NOT NULL DEFAULT 0,
    hash          TEXT NOT NULL DEFAULT '',
    parts         TEXT NOT NULL DEFAULT '',
    asked_id      INTEGER NOT NULL DEFAULT 0,
    asked_name    TEXT NOT NULL DEFAULT '',
    asked_at      INTEGER NOT NULL DEFAULT 0,
    decided_id    INTEGER NOT NULL DEFAULT 0,
    decided_name  TEXT NOT NULL DEFAULT '',
    decided_at    INTEGER NOT NULL DEFAULT 0,
    reason        TEXT NOT NULL DEFAULT '',
    changed       TEXT NOT NULL DEFAULT ''
);
CREATE INDEX approvals_batch_id ON approvals (batch_id);
CREATE INDEX approvals_app_id_state ON approvals (app_id, state);
