-- Robots of group chats that are told of alerts. What lets us write to them is sealed.
-- +goose Up
CREATE TABLE IF NOT EXISTS robots (
    id          BIGINT NOT NULL PRIMARY KEY,
    app_id      BIGINT NOT NULL DEFAULT 0,
    kind        VARBINARY(16) NOT NULL DEFAULT '',
    name        VARCHAR(100) NOT NULL DEFAULT '',
    host        VARCHAR(255) NOT NULL DEFAULT '',
    url         TEXT NOT NULL,
    secret      TEXT NOT NULL,
    alerts      VARCHAR(255) NOT NULL DEFAULT '',
    lang        VARBINARY(8) NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL DEFAULT 0,
    updated_at  BIGINT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
