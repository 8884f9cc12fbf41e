-- One message to one recipient, from the moment it is asked for to its outcome. batch_id is null for single ones; a person is in a batch once.
-- +goose Up
CREATE TABLE messages (
    id                INTEGER NOT NULL PRIMARY KEY,
    app_id            INTEGER NOT NULL DEFAULT 0,
    template_ref      INTEGER NOT NULL DEFAULT 0,
    recipient_id      INTEGER NOT NULL DEFAULT 0,
    batch_id          INTEGER NULL,
    state             TEXT NOT NULL DEFAULT '',
    data              TEXT NOT NULL,
    page              TEXT NOT NULL DEFAULT '',
    emphasis          TEXT NOT NULL DEFAULT '',
    actor_kind        TEXT NOT NULL DEFAULT '',
    actor_id          INTEGER NOT NULL DEFAULT 0,
    actor_name        TEXT NOT NULL DEFAULT '',
    idempotency_key   TEXT NULL,
    request_hash      TEXT NOT NULL DEFAULT '',
    due_at            INTEGER NOT NULL DEFAULT 0,
    tries             INTEGER NOT NULL DEFAULT 0,
    code_id           INTEGER NOT NULL DEFAULT 0,
    code_kind         TEXT NOT NULL DEFAULT '',
    unproven          BOOLEAN NOT NULL DEFAULT FALSE,
    reason            TEXT NOT NULL DEFAULT '',
    errcode           INTEGER NOT NULL DEFAULT 0,
    errmsg            TEXT NOT NULL DEFAULT '',
    msgid             INTEGER NOT NULL DEFAULT 0,
    lease_token       TEXT NOT NULL DEFAULT '',
    lease_until       INTEGER NOT NULL DEFAULT 0,
    created_at        INTEGER NOT NULL DEFAULT 0,
    sending_at        INTEGER NOT NULL DEFAULT 0,
    settled_at        INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX messages_app_id_idempotency_key ON messages (app_id, idempotency_key);
CREATE UNIQUE INDEX messages_batch_id_recipient_id ON messages (batch_id, recipient_id);
CREATE INDEX messages_app_id_state_batch_id_due_at ON messages (app_id, state, batch_id, due_at);
CREATE INDEX messages_app_id_id ON messages (app_id, id);
CREATE INDEX messages_recipient_id_id ON messages (recipient_id, id);
