-- The users to whom drafts may be sent as a test.
-- +goose Up
CREATE TABLE IF NOT EXISTS testers (
    app_id          BIGINT NOT NULL,
    recipient_id    BIGINT NOT NULL,
    created_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, recipient_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
