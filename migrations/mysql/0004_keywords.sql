-- The blanks of a template, in order, and what fills each.
-- +goose Up
CREATE TABLE IF NOT EXISTS keywords (
    id              BIGINT NOT NULL,
    template_ref    BIGINT NOT NULL DEFAULT 0,
    `position`      INT NOT NULL DEFAULT 0,
    `key`           VARBINARY(64) NOT NULL DEFAULT '',
    `name`          VARCHAR(64) NOT NULL DEFAULT '',
    field           VARBINARY(64) NOT NULL DEFAULT '',
    default_value   VARCHAR(512) NOT NULL DEFAULT '',
    format          VARBINARY(32) NOT NULL DEFAULT '',
    colour          VARBINARY(7) NOT NULL DEFAULT '',
    sample          VARCHAR(512) NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    UNIQUE KEY keywords_template_ref_key (template_ref, `key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
