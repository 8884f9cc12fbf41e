-- Orders whose payment is, or will be, a send code: reported with their code, placed through us, or known only from a payment. Whoever stores a code of an order or learns of its payment locks its row, so that neither misses the other.
-- +goose Up
CREATE TABLE IF NOT EXISTS orders (
    id               BIGINT NOT NULL,
    app_id           BIGINT NOT NULL DEFAULT 0,
    order_no         VARBINARY(64) NOT NULL DEFAULT '',
    openid           VARBINARY(64) NOT NULL DEFAULT '',
    amount           BIGINT NOT NULL DEFAULT 0,
    description      VARCHAR(127) NOT NULL DEFAULT '',
    notify_url       VARBINARY(255) NOT NULL DEFAULT '',
    prepay_id        VARBINARY(128) NOT NULL DEFAULT '',
    placed_at        BIGINT NOT NULL DEFAULT 0,
    transaction_id   VARBINARY(64) NOT NULL DEFAULT '',
    paid_at          BIGINT NOT NULL DEFAULT 0,
    created_at       BIGINT NOT NULL DEFAULT 0,
    updated_at       BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY orders_app_id_order_no (app_id, order_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
