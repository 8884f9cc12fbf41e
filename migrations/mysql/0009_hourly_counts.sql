-- Outcomes per App and hour, kept at settling so that no page counts messages.
-- +goose Up
CREATE TABLE IF NOT EXISTS hourly_counts (
    app_id    BIGINT NOT NULL DEFAULT 0,
    `hour`    BIGINT NOT NULL DEFAULT 0,
    state     VARBINARY(16) NOT NULL DEFAULT '',
    reason    VARBINARY(32) NOT NULL DEFAULT '',
    errcode   INT NOT NULL DEFAULT 0,
    n         BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, `hour`, state, reason, errcode)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
