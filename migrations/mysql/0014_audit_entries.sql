-- Who did what, when, from where, before and after. A large template is more JSON than the 64 KiB of a TEXT.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_entries (
    id            BIGINT NOT NULL,
    app_id        BIGINT NOT NULL DEFAULT 0,
    `at`          BIGINT NOT NULL DEFAULT 0,
    actor_kind    VARBINARY(16) NOT NULL DEFAULT '',
    actor_id      BIGINT NOT NULL DEFAULT 0,
    actor_name    VARCHAR(100) NOT NULL DEFAULT '',
    action        VARBINARY(64) NOT NULL DEFAULT '',
    object        VARBINARY(64) NOT NULL DEFAULT '',
    object_id     BIGINT NOT NULL DEFAULT 0,
    before_json   MEDIUMTEXT NOT NULL,
    after_json    MEDIUMTEXT NOT NULL,
    ip            VARBINARY(64) NOT NULL DEFAULT '',
    user_agent    VARCHAR(512) NOT NULL DEFAULT '',
    request_id    VARBINARY(64) NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    KEY audit_entries_app_id_id (app_id, id),
    KEY audit_entries_object_object_id_id (object, object_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
