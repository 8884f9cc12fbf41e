-- The App's own templates as the platform listed them last: a call that is seldom allowed. templates is JSON.
-- +goose Up
CREATE TABLE IF NOT EXISTS template_lists (
    app_id          BIGINT NOT NULL,
    templates       MEDIUMTEXT NOT NULL,
    fetched_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
