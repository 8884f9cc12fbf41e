-- The words to be told of, a list for each kind of template. A kind without a row has the usual ones.
-- +goose Up
CREATE TABLE IF NOT EXISTS watch_words (
    app_id        BIGINT NOT NULL,
    kind          VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    words         MEDIUMTEXT NOT NULL,
    updated_at    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
