-- Who has which tag.
-- +goose Up
CREATE TABLE recipient_tags (
    app_id         INTEGER NOT NULL DEFAULT 0,
    tag_id         INTEGER NOT NULL DEFAULT 0,
    recipient_id   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tag_id, recipient_id)
) WITHOUT ROWID;
CREATE INDEX recipient_tags_recipient_id_tag_id ON recipient_tags (recipient_id, tag_id);
