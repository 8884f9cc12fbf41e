-- What robots are to be told, and were: written with the alert itself, carried by whichever process takes it.
-- +goose Up
CREATE TABLE alert_notices (
    id          INTEGER NOT NULL,
    robot_id    INTEGER NOT NULL DEFAULT 0,
    app_id      INTEGER NOT NULL DEFAULT 0,
    kind        TEXT NOT NULL DEFAULT '',
    object_id   INTEGER NOT NULL DEFAULT 0,
    what        TEXT NOT NULL DEFAULT '',
    subject     TEXT NOT NULL DEFAULT '',
    errcode     INTEGER NOT NULL DEFAULT 0,
    n           INTEGER NOT NULL DEFAULT 0,
    until_at    INTEGER NOT NULL DEFAULT 0,
    state       TEXT NOT NULL DEFAULT '',
    tries       INTEGER NOT NULL DEFAULT 0,
    next_at     INTEGER NOT NULL DEFAULT 0,
    sent_at     INTEGER NOT NULL DEFAULT 0,
    body        TEXT NOT NULL DEFAULT '',
    answer      TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
);
CREATE INDEX alert_notices_state_next_at ON alert_notices (state, next_at);
CREATE INDEX alert_notices_robot_id ON alert_notices (robot_id, id);
