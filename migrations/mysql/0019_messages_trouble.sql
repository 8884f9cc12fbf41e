-- trouble: the state of a message that ended other than sent, else ''. Such rows are few among many: the index finds them, and costs a sent message nothing. Columns that change while a message is sent have a fixed width, so that its row changes where it stands.
-- +goose Up
ALTER TABLE messages
    MODIFY COLUMN state ENUM('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled', 'expired') NOT NULL DEFAULT 'queued',
    MODIFY COLUMN code_kind ENUM('', 'form_id', 'prepay_id', 'subscribe_once', 'subscribe_long') NOT NULL DEFAULT '',
    DROP COLUMN lease_token,
    ADD COLUMN lease BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN trouble VARBINARY(16) GENERATED ALWAYS AS (CASE WHEN state IN ('failed', 'unknown', 'cancelled', 'expired') THEN state ELSE '' END) STORED,
    ADD INDEX messages_app_id_trouble_id (app_id, trouble, id),
    ADD INDEX messages_batch_id_id (batch_id, id);
