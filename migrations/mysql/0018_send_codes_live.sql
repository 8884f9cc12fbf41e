-- live: the code can still pay, or is just paying. It changes once in a code's life where state changes twice, and so do the indexes that hold it. An ENUM takes one byte whatever its word, so that a row changes where it stands.
-- +goose Up
ALTER TABLE send_codes
    MODIFY COLUMN state ENUM('available', 'reserved', 'used', 'rejected', 'expired', 'revoked') NOT NULL DEFAULT 'available',
    ADD COLUMN live TINYINT GENERATED ALWAYS AS (state IN ('available', 'reserved')) STORED,
    DROP INDEX send_codes_recipient_id_state_expires_at,
    DROP INDEX send_codes_app_id_state_expires_at,
    ADD INDEX send_codes_recipient_id_live_expires_at (recipient_id, live, expires_at),
    ADD INDEX send_codes_app_id_live_kind_template_ref_recipient_id (app_id, live, kind, template_ref, recipient_id),
    ADD INDEX send_codes_app_id_expires_at (app_id, expires_at);
