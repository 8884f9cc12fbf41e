-- The words that an App's staff want to be told of when they stand in a message. An App without a row has the usual ones.
-- +goose Up
CREATE TABLE IF NOT EXISTS watch_lists (
    app_id        BIGINT NOT NULL,
    words         MEDIUMTEXT NOT NULL,
    updated_at    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
