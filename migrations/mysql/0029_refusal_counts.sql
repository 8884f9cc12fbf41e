-- What was refused of the codes, sign-ins and payments that came in, per App and hour, by where it came from and why.
-- +goose Up
CREATE TABLE IF NOT EXISTS refusal_counts (
    app_id    BIGINT NOT NULL DEFAULT 0,
    `hour`    BIGINT NOT NULL DEFAULT 0,
    source    VARBINARY(16) NOT NULL DEFAULT '',
    reason    VARBINARY(32) NOT NULL DEFAULT '',
    n         BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, `hour`, source, reason)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
