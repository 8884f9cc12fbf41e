-- A template of an App. template_id is the platform's word; other tables point here by template_ref.
-- +goose Up
CREATE TABLE IF NOT EXISTS templates (
    id             BIGINT NOT NULL,
    app_id         BIGINT NOT NULL DEFAULT 0,
    template_id    VARBINARY(128) NOT NULL DEFAULT '',
    title          VARCHAR(100) NOT NULL DEFAULT '',
    kind           VARBINARY(16) NOT NULL DEFAULT '',
    emphasis       VARBINARY(64) NOT NULL DEFAULT '',
    page           VARCHAR(1024) NOT NULL DEFAULT '',
    state          VARBINARY(16) NOT NULL DEFAULT '',
    stop_errcode   INT NOT NULL DEFAULT 0,
    stop_reason    VARCHAR(512) NOT NULL DEFAULT '',
    stopped_at     BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL DEFAULT 0,
    updated_at     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY templates_app_id_template_id (app_id, template_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
