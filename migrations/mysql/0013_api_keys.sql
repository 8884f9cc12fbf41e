-- Keys of the shop's backend; each belongs to one App. Only the hash is kept.
-- +goose Up
CREATE TABLE IF NOT EXISTS api_keys (
    id           BIGINT NOT NULL,
    app_id       BIGINT NOT NULL DEFAULT 0,
    `name`       VARCHAR(100) NOT NULL DEFAULT '',
    key_hash     VARBINARY(64) NOT NULL DEFAULT '',
    prefix       VARBINARY(16) NOT NULL DEFAULT '',
    used_at      BIGINT NOT NULL DEFAULT 0,
    revoked_at   BIGINT NOT NULL DEFAULT 0,
    created_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY api_keys_key_hash (key_hash),
    KEY api_keys_app_id_id (app_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
