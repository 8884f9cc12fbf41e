-- Words that group an App's users.
-- +goose Up
CREATE TABLE IF NOT EXISTS tags (
    id            BIGINT NOT NULL,
    app_id        BIGINT NOT NULL DEFAULT 0,
    `name`        VARCHAR(32) NOT NULL DEFAULT '',
    created_at    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY tags_app_id_name (app_id, `name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
