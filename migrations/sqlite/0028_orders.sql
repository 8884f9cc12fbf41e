-- Orders whose payment is, or will be, a send code: reported with their code, placed through us, or known only from a payment. Whoever stores a code of an order or learns of its payment locks its row, so that neither misses the other.
-- +goose Up
CREATE TABLE orders (
    id               INTEGER NOT NULL PRIMARY KEY,
    app_id           INTEGER NOT NULL DEFAULT 0,
    order_no         TEXT NOT NULL DEFAULT '',
    openid           TEXT NOT NULL DEFAULT '',
    amount           INTEGER NOT NULL DEFAULT 0,
    description      TEXT NOT NULL DEFAULT '',
    notify_url       TEXT NOT NULL DEFAULT '',
    prepay_id        TEXT NOT NULL DEFAULT '',
    placed_at        INTEGER NOT NULL DEFAULT 0,
    transaction_id   TEXT NOT NULL DEFAULT '',
    paid_at          INTEGER NOT NULL DEFAULT 0,
    created_at       INTEGER NOT NULL DEFAULT 0,
    updated_at       INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX orders_app_id_order_no ON orders (app_id, order_no);
