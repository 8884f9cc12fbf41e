-- The right to send one message to one recipient: one row is one use. expires_at and usable_at hold 9223372036854775807 for "never" and "not yet paid".
-- +goose Up
CREATE TABLE IF NOT EXISTS send_codes (
    id             BIGINT NOT NULL,
    app_id         BIGINT NOT NULL DEFAULT 0,
    recipient_id   BIGINT NOT NULL DEFAULT 0,
    kind           VARBINARY(16) NOT NULL DEFAULT '',
    template_ref   BIGINT NOT NULL DEFAULT 0,
    code           VARBINARY(128) NOT NULL DEFAULT '',
    use_no         INT NOT NULL DEFAULT 0,
    source         VARBINARY(16) NOT NULL DEFAULT '',
    scene          VARCHAR(100) NOT NULL DEFAULT '',
    order_no       VARBINARY(64) NOT NULL DEFAULT '',
    state          VARBINARY(16) NOT NULL DEFAULT '',
    errcode        INT NOT NULL DEFAULT 0,
    message_id     BIGINT NOT NULL DEFAULT 0,
    obtained_at    BIGINT NOT NULL DEFAULT 0,
    paid_at        BIGINT NOT NULL DEFAULT 0,
    usable_at      BIGINT NOT NULL DEFAULT 0,
    expires_at     BIGINT NOT NULL DEFAULT 0,
    settled_at     BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY send_codes_app_id_code_use_no (app_id, code, use_no),
    KEY send_codes_recipient_id_state_expires_at (recipient_id, state, expires_at),
    KEY send_codes_app_id_state_expires_at (app_id, state, expires_at),
    KEY send_codes_app_id_order_no (app_id, order_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
