-- The last calls of each App's backend, for its developer: what was called and what was answered. Bodies, keys and codes never stand here.
-- +goose Up
CREATE TABLE IF NOT EXISTS api_calls (
    id            BIGINT NOT NULL,
    app_id        BIGINT NOT NULL DEFAULT 0,
    key_id        BIGINT NOT NULL DEFAULT 0,
    `at`          BIGINT NOT NULL DEFAULT 0,
    `method`      VARBINARY(16) NOT NULL DEFAULT '',
    route         VARBINARY(128) NOT NULL DEFAULT '',
    `status`      SMALLINT NOT NULL DEFAULT 0,
    failed        BOOLEAN NOT NULL DEFAULT FALSE,
    error_code    VARBINARY(32) NOT NULL DEFAULT '',
    refusals      TEXT NOT NULL,
    duration_ms   BIGINT NOT NULL DEFAULT 0,
    request_id    VARBINARY(64) NOT NULL DEFAULT '',
    accepted      INT NOT NULL DEFAULT 0,
    duplicates    INT NOT NULL DEFAULT 0,
    rejected      INT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    KEY api_calls_app_id_id (app_id, id),
    KEY api_calls_app_id_failed_id (app_id, failed, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
