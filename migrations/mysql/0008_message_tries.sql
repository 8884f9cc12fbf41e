-- Platform answers that did not settle their message: the story behind its last answer, which stands in messages.
-- +goose Up
CREATE TABLE IF NOT EXISTS message_tries (
    id           BIGINT NOT NULL,
    message_id   BIGINT NOT NULL DEFAULT 0,
    code_id      BIGINT NOT NULL DEFAULT 0,
    code_kind    VARBINARY(16) NOT NULL DEFAULT '',
    reason       VARBINARY(32) NOT NULL DEFAULT '',
    errcode      INT NOT NULL DEFAULT 0,
    errmsg       VARCHAR(512) NOT NULL DEFAULT '',
    `at`         BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    KEY message_tries_message_id_id (message_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
