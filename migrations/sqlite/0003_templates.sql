-- A template of an App. template_id is the platform's word; other tables point here by template_ref.
-- +goose Up
CREATE TABLE templates (
    id             INTEGER NOT NULL PRIMARY KEY,
    app_id         INTEGER NOT NULL DEFAULT 0,
    template_id    TEXT NOT NULL DEFAULT '',
    title          TEXT NOT NULL DEFAULT '',
    kind           TEXT NOT NULL DEFAULT '',
    emphasis       TEXT NOT NULL DEFAULT '',
    page           TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL DEFAULT '',
    stop_errcode   INTEGER NOT NULL DEFAULT 0,
    stop_reason    TEXT NOT NULL DEFAULT '',
    stopped_at     INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL DEFAULT 0,
    updated_at     INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX templates_app_id_template_id ON templates (app_id, template_id);
