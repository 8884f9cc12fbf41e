-- Outcomes per App and hour, kept at settling so that no page counts messages.
-- +goose Up
CREATE TABLE hourly_counts (
    app_id    INTEGER NOT NULL DEFAULT 0,
    "hour"    INTEGER NOT NULL DEFAULT 0,
    state     TEXT NOT NULL DEFAULT '',
    reason    TEXT NOT NULL DEFAULT '',
    errcode   INTEGER NOT NULL DEFAULT 0,
    n         INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, "hour", state, reason, errcode)
) WITHOUT ROWID;
