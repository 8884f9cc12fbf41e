-- The users to whom drafts may be sent as a test.
-- +goose Up
CREATE TABLE testers (
    app_id          INTEGER NOT NULL,
    recipient_id    INTEGER NOT NULL,
    created_at      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, recipient_id)
) WITHOUT ROWID;
