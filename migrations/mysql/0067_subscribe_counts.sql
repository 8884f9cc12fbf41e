-- How often people accepted and refused a subscribe template, and how many of its credits were spent: by day of the shop's zone and by scene, so that no page counts codes.
-- +goose Up
CREATE TABLE IF NOT EXISTS subscribe_counts (
    app_id         BIGINT NOT NULL DEFAULT 0,
    day            BIGINT NOT NULL DEFAULT 0,
    template_ref   BIGINT NOT NULL DEFAULT 0,
    what           VARBINARY(16) NOT NULL DEFAULT '',
    scene          VARCHAR(64) NOT NULL DEFAULT '',
    n              BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, day, template_ref, what, scene)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
