-- Processes that send, as they were last seen: an App's pace is shared among them.
-- +goose Up
CREATE TABLE IF NOT EXISTS nodes (
    `name`     VARBINARY(128) NOT NULL,
    seen_at    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
