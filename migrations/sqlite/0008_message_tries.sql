-- Platform answers that did not settle their message: the story behind its last answer, which stands in messages.
-- +goose Up
CREATE TABLE message_tries (
    id           INTEGER NOT NULL PRIMARY KEY,
    message_id   INTEGER NOT NULL DEFAULT 0,
    code_id      INTEGER NOT NULL DEFAULT 0,
    code_kind    TEXT NOT NULL DEFAULT '',
    reason       TEXT NOT NULL DEFAULT '',
    errcode      INTEGER NOT NULL DEFAULT 0,
    errmsg       TEXT NOT NULL DEFAULT '',
    "at"         INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX message_tries_message_id_id ON message_tries (message_id, id);
