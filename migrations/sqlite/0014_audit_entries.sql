-- Who did what, when, from where, before and after.
-- +goose Up
CREATE TABLE audit_entries (
    id            INTEGER NOT NULL PRIMARY KEY,
    app_id        INTEGER NOT NULL DEFAULT 0,
    "at"          INTEGER NOT NULL DEFAULT 0,
    actor_kind    TEXT NOT NULL DEFAULT '',
    actor_id      INTEGER NOT NULL DEFAULT 0,
    actor_name    TEXT NOT NULL DEFAULT '',
    action        TEXT NOT NULL DEFAULT '',
    object        TEXT NOT NULL DEFAULT '',
    object_id     INTEGER NOT NULL DEFAULT 0,
    before_json   TEXT NOT NULL,
    after_json    TEXT NOT NULL,
    ip            TEXT NOT NULL DEFAULT '',
    user_agent    TEXT NOT NULL DEFAULT '',
    request_id    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_entries_app_id_id ON audit_entries (app_id, id);
CREATE INDEX audit_entries_object_object_id_id ON audit_entries (object, object_id, id);
