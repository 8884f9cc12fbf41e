-- The right to send one message to one recipient: one row is one use. expires_at and usable_at hold 9223372036854775807 for "never" and "not yet paid".
-- +goose Up
CREATE TABLE send_codes (
    id             INTEGER NOT NULL PRIMARY KEY,
    app_id         INTEGER NOT NULL DEFAULT 0,
    recipient_id   INTEGER NOT NULL DEFAULT 0,
    kind           TEXT NOT NULL DEFAULT '',
    template_ref   INTEGER NOT NULL DEFAULT 0,
    code           TEXT NOT NULL DEFAULT '',
    use_no         INTEGER NOT NULL DEFAULT 0,
    source         TEXT NOT NULL DEFAULT '',
    scene          TEXT NOT NULL DEFAULT '',
    order_no       TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL DEFAULT '',
    errcode        INTEGER NOT NULL DEFAULT 0,
    message_id     INTEGER NOT NULL DEFAULT 0,
    obtained_at    INTEGER NOT NULL DEFAULT 0,
    paid_at        INTEGER NOT NULL DEFAULT 0,
    usable_at      INTEGER NOT NULL DEFAULT 0,
    expires_at     INTEGER NOT NULL DEFAULT 0,
    settled_at     INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX send_codes_app_id_code_use_no ON send_codes (app_id, code, use_no);
CREATE INDEX send_codes_recipient_id_state_expires_at ON send_codes (recipient_id, state, expires_at);
CREATE INDEX send_codes_app_id_state_expires_at ON send_codes (app_id, state, expires_at);
CREATE INDEX send_codes_app_id_order_no ON send_codes (app_id, order_no);
