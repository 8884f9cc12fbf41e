-- Processes that send, as they were last seen: an App's pace is shared among them.
-- +goose Up
CREATE TABLE nodes (
    "name"     TEXT NOT NULL,
    seen_at    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY ("name")
) WITHOUT ROWID;
