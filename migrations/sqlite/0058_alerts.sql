-- What somebody has to see to, one row a subject; it is kept when it is over, so that a subject that comes and goes is not told of each time.
-- +goose Up
CREATE TABLE alerts (
    app_id      INTEGER NOT NULL DEFAULT 0,
    kind        TEXT NOT NULL DEFAULT '',
    object_id   INTEGER NOT NULL DEFAULT 0,
    subject     TEXT NOT NULL DEFAULT '',
    errcode     INTEGER NOT NULL DEFAULT 0,
    n           INTEGER NOT NULL DEFAULT 0,
    until_at    INTEGER NOT NULL DEFAULT 0,
    raised_at   INTEGER NOT NULL DEFAULT 0,
    cleared_at  INTEGER NOT NULL DEFAULT 0,
    told_at     INTEGER NOT NULL DEFAULT 0,
    told        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, kind, object_id)
);
