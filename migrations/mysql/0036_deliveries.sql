-- What became of subscribe messages in the end, as the platform pushed it. It stands by itself, since a push may come before the message knows its msgid; the two meet when the message is read.
-- +goose Up
CREATE TABLE IF NOT EXISTS deliveries (
    app_id          BIGINT NOT NULL,
    msgid           BIGINT NOT NULL,
    recipient_id    BIGINT NOT NULL DEFAULT 0,
    template_id     VARBINARY(128) NOT NULL DEFAULT '',
    errcode         INT NOT NULL DEFAULT 0,
    `status`        VARCHAR(200) NOT NULL DEFAULT '',
    `at`            BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, msgid),
    KEY deliveries_recipient_id_at (recipient_id, `at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
