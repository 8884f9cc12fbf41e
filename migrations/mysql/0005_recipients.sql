-- A user of a mini program. openids compare bytewise.
-- +goose Up
CREATE TABLE IF NOT EXISTS recipients (
    id             BIGINT NOT NULL,
    app_id         BIGINT NOT NULL DEFAULT 0,
    openid         VARBINARY(64) NOT NULL DEFAULT '',
    nickname       VARCHAR(100) NOT NULL DEFAULT '',
    remark         VARCHAR(200) NOT NULL DEFAULT '',
    last_sent_at   BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL DEFAULT 0,
    updated_at     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY recipients_app_id_openid (app_id, openid),
    KEY recipients_app_id_id (app_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
