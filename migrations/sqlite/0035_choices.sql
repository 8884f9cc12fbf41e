-- What people answered to a template, as the platform pushed it. push_key tells a repeated push from a new one. template_ref is 0 for a template that was not ours when the push came.
-- +goose Up
CREATE TABLE choices (
    id              INTEGER NOT NULL PRIMARY KEY,
    app_id          INTEGER NOT NULL DEFAULT 0,
    push_key        TEXT NOT NULL DEFAULT '',
    recipient_id    INTEGER NOT NULL DEFAULT 0,
    template_ref    INTEGER NOT NULL DEFAULT 0,
    template_id     TEXT NOT NULL DEFAULT '',
    kind            TEXT NOT NULL DEFAULT '',
    accepted        BOOLEAN NOT NULL DEFAULT FALSE,
    scene           TEXT NOT NULL DEFAULT '',
    effect          TEXT NOT NULL DEFAULT '',
    at              INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX choices_app_id_push_key ON choices (app_id, push_key);
CREATE INDEX choices_recipient_id_template_ref_at ON choices (recipient_id, template_ref, at);
CREATE INDEX choices_app_id_at ON choices (app_id, at);
