-- Facts about this installation, one row a name.
-- +goose Up
CREATE TABLE IF NOT EXISTS settings (
    `name`       VARBINARY(64) NOT NULL,
    `value`      TEXT NOT NULL,
    updated_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
