-- The Apps of those who are limited to some.
-- +goose Up
CREATE TABLE IF NOT EXISTS staff_apps (
    staff_id    BIGINT NOT NULL,
    app_id      BIGINT NOT NULL,
    PRIMARY KEY (staff_id, app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
