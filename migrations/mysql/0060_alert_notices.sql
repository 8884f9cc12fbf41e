-- What robots are to be told, and were: written with the alert itself, carried by whichever process takes it.
-- +goose Up
CREATE TABLE IF NOT EXISTS alert_notices (
    id          BIGINT NOT NULL,
    robot_id    BIGINT NOT NULL DEFAULT 0,
    app_id      BIGINT NOT NULL DEFAULT 0,
    kind        VARBINARY(16) NOT NULL DEFAULT '',
    object_id   BIGINT NOT NULL DEFAULT 0,
    what        VARBINARY(16) NOT NULL DEFAULT '',
    subject     VARCHAR(200) NOT NULL DEFAULT '',
    errcode     INT NOT NULL DEFAULT 0,
    n           BIGINT NOT NULL DEFAULT 0,
    until_at    BIGINT NOT NULL DEFAULT 0,
    state       VARBINARY(16) NOT NULL DEFAULT '',
    tries       INT NOT NULL DEFAULT 0,
    next_at     BIGINT NOT NULL DEFAULT 0,
    sent_at     BIGINT NOT NULL DEFAULT 0,
    body        TEXT NOT NULL,
    answer      VARCHAR(512) NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    KEY alert_notices_state_next_at (state, next_at),
    KEY alert_notices_robot_id (robot_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
