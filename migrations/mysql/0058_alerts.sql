-- What somebody has to see to, one row a subject; it is kept when it is over, so that a subject that comes and goes is not told of each time.
-- +goose Up
CREATE TABLE IF NOT EXISTS alerts (
    app_id      BIGINT NOT NULL DEFAULT 0,
    kind        VARBINARY(16) NOT NULL DEFAULT '',
    object_id   BIGINT NOT NULL DEFAULT 0,
    subject     VARCHAR(200) NOT NULL DEFAULT '',
    errcode     INT NOT NULL DEFAULT 0,
    n           BIGINT NOT NULL DEFAULT 0,
    until_at    BIGINT NOT NULL DEFAULT 0,
    raised_at   BIGINT NOT NULL DEFAULT 0,
    cleared_at  BIGINT NOT NULL DEFAULT 0,
    told_at     BIGINT NOT NULL DEFAULT 0,
    told        TINYINT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, kind, object_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
