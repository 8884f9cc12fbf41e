-- A line of an uploaded list. recipient_id is 0 for an openid that is no user's. cells is a JSON list in the order of the list's columns.
-- +goose Up
CREATE TABLE batch_rows (
    list_id         INTEGER NOT NULL,
    openid          TEXT NOT NULL,
    recipient_id    INTEGER NOT NULL DEFAULT 0,
    line            INTEGER NOT NULL DEFAULT 0,
    cells           TEXT NOT NULL,
    PRIMARY KEY (list_id, openid)
);
CREATE INDEX batch_rows_list_id_recipient_id ON batch_rows (list_id, recipient_id);
CREATE INDEX batch_rows_openid ON batch_rows (openid);
