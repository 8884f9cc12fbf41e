-- The blanks of a template, in order, and what fills each.
-- +goose Up
CREATE TABLE keywords (
    id              INTEGER NOT NULL PRIMARY KEY,
    template_ref    INTEGER NOT NULL DEFAULT 0,
    "position"      INTEGER NOT NULL DEFAULT 0,
    "key"           TEXT NOT NULL DEFAULT '',
    "name"          TEXT NOT NULL DEFAULT '',
    field           TEXT NOT NULL DEFAULT '',
    default_value   TEXT NOT NULL DEFAULT '',
    format          TEXT NOT NULL DEFAULT '',
    colour          TEXT NOT NULL DEFAULT '',
    sample          TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX keywords_template_ref_key ON keywords (template_ref, "key");
