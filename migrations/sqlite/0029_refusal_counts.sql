-- What was refused of the codes, sign-ins and payments that came in, per App and hour, by where it came from and why.
-- +goose Up
CREATE TABLE refusal_counts (
    app_id    INTEGER NOT NULL DEFAULT 0,
    "hour"    INTEGER NOT NULL DEFAULT 0,
    source    TEXT NOT NULL DEFAULT '',
    reason    TEXT NOT NULL DEFAULT '',
    n         INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, "hour", source, reason)
) WITHOUT ROWID;
