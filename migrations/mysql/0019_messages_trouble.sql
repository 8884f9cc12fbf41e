-- trouble: the state of a message that ended other than sent, else ''. Such rows are few among many: the index finds them, and costs a sent message nothing.
-- +goose Up
ALTER TABLE messages
    ADD COLUMN trouble VARBINARY(16) GENERATED ALWAYS AS (CASE WHEN state IN ('failed', 'unknown', 'cancelled', 'expired') THEN state ELSE '' END) STORED,
    ADD INDEX messages_app_id_trouble_id (app_id, trouble, id),
    ADD INDEX messages_batch_id_id (batch_id, id);
