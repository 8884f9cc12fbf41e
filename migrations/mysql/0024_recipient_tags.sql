-- Who has which tag.
-- +goose Up
CREATE TABLE IF NOT EXISTS recipient_tags (
    app_id         BIGINT NOT NULL DEFAULT 0,
    tag_id         BIGINT NOT NULL DEFAULT 0,
    recipient_id   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tag_id, recipient_id),
    KEY recipient_tags_recipient_id_tag_id (recipient_id, tag_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
