-- People who sign in.
-- +goose Up
CREATE TABLE IF NOT EXISTS staff (
    id              BIGINT NOT NULL,
    email           VARBINARY(254) NOT NULL DEFAULT '',
    `name`          VARCHAR(100) NOT NULL DEFAULT '',
    role            VARBINARY(16) NOT NULL DEFAULT '',
    password_hash   VARBINARY(255) NOT NULL DEFAULT '',
    disabled_at     BIGINT NOT NULL DEFAULT 0,
    signed_in_at    BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL DEFAULT 0,
    updated_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY staff_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
