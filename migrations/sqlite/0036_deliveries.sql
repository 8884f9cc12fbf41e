-- What became of subscribe messages in the end, as the platform pushed it. It stands by itself, since a push may come before the message knows its msgid; the two meet when the message is read.
-- +goose Up
CREATE TABLE deliveries (
    app_id          INTEGER NOT NULL,
    msgid           INTEGER NOT NULL,
    recipient_id    INTEGER NOT NULL DEFAULT 0,
    template_id     TEXT NOT NULL DEFAULT '',
    errcode         INTEGER NOT NULL DEFAULT 0,
    status          TEXT NOT NULL DEFAULT '',
    at              INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, msgid)
);
CREATE INDEX deliveries_recipient_id_at ON deliveries (recipient_id, at);
