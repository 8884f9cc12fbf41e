-- trouble: the state of a message that ended other than sent, else ''. Such rows are few among many: the index finds them, and costs a sent message nothing. lease names the claim that sends it.
-- +goose Up
ALTER TABLE messages DROP COLUMN lease_token;
ALTER TABLE messages ADD COLUMN lease INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN trouble TEXT GENERATED ALWAYS AS (CASE WHEN state IN ('failed', 'unknown', 'cancelled', 'expired') THEN state ELSE '' END) VIRTUAL;
CREATE INDEX messages_app_id_trouble_id ON messages (app_id, trouble, id);
CREATE INDEX messages_batch_id_id ON messages (batch_id, id);
