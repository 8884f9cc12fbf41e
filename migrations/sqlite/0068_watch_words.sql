-- The words to be told of, a list for each kind of template. A kind without a row has the usual ones.
-- +goose Up
CREATE TABLE watch_words (
    app_id        INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    words         TEXT NOT NULL,
    updated_at    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, kind)
);
