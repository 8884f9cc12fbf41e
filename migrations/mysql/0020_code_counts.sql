-- How many codes are available, by the hour in which they expire (9223372036854775807: never), so that no page counts codes. unpaid: their order is not paid yet.
-- +goose Up
CREATE TABLE IF NOT EXISTS code_counts (
    app_id         BIGINT NOT NULL DEFAULT 0,
    kind           VARBINARY(16) NOT NULL DEFAULT '',
    template_ref   BIGINT NOT NULL DEFAULT 0,
    unpaid         BOOLEAN NOT NULL DEFAULT FALSE,
    `hour`         BIGINT NOT NULL DEFAULT 0,
    n              BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, kind, template_ref, unpaid, `hour`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
