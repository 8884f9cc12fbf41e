-- Facts about this installation, one row a name.
-- +goose Up
CREATE TABLE settings (
    "name"       TEXT NOT NULL,
    "value"      TEXT NOT NULL,
    updated_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("name")
) WITHOUT ROWID;
