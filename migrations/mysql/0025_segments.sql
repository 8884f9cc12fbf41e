-- Filters of users with a name; filter is JSON.
-- +goose Up
CREATE TABLE IF NOT EXISTS segments (
    id            BIGINT NOT NULL,
    app_id        BIGINT NOT NULL DEFAULT 0,
    `name`        VARCHAR(100) NOT NULL DEFAULT '',
    `filter`      TEXT NOT NULL,
    created_at    BIGINT NOT NULL DEFAULT 0,
    updated_at    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY segments_app_id_name (app_id, `name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
