-- The places in a user's names and phone where a search can begin, in lower case: "within a name" becomes a range of this index. No key by recipient_id: a user's tails follow from the names, so they are found by their own key, and a million users cost half as much.
-- +goose Up
CREATE TABLE recipient_tails (
    app_id         INTEGER NOT NULL DEFAULT 0,
    tail           TEXT NOT NULL DEFAULT '',
    recipient_id   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, tail, recipient_id)
) WITHOUT ROWID;
