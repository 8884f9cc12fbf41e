-- The places in a user's names and phone where a search can begin, in lower case: "within a name" becomes a range of this index. No key by recipient_id: a user's tails follow from the names, so they are found by their own key, and a million users cost half as much.
-- +goose Up
CREATE TABLE IF NOT EXISTS recipient_tails (
    app_id         BIGINT NOT NULL DEFAULT 0,
    tail           VARBINARY(80) NOT NULL DEFAULT '',
    recipient_id   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, tail, recipient_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
