-- What people answered to a template, as the platform pushed it. push_key tells a repeated push from a new one. template_ref is 0 for a template that was not ours when the push came.
-- +goose Up
CREATE TABLE IF NOT EXISTS choices (
    id              BIGINT NOT NULL,
    app_id          BIGINT NOT NULL DEFAULT 0,
    push_key        VARBINARY(64) NOT NULL DEFAULT '',
    recipient_id    BIGINT NOT NULL DEFAULT 0,
    template_ref    BIGINT NOT NULL DEFAULT 0,
    template_id     VARBINARY(128) NOT NULL DEFAULT '',
    kind            VARBINARY(16) NOT NULL DEFAULT '',
    accepted        BOOLEAN NOT NULL DEFAULT FALSE,
    scene           VARBINARY(16) NOT NULL DEFAULT '',
    effect          VARBINARY(16) NOT NULL DEFAULT '',
    `at`            BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY choices_app_id_push_key (app_id, push_key),
    KEY choices_recipient_id_template_ref_at (recipient_id, template_ref, `at`),
    KEY choices_app_id_at (app_id, `at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
