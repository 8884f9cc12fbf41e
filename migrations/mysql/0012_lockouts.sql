-- Failed sign-ins per account and address.
-- +goose Up
CREATE TABLE IF NOT EXISTS lockouts (
    subject        VARBINARY(400) NOT NULL,
    failures       INT NOT NULL DEFAULT 0,
    failed_at      BIGINT NOT NULL DEFAULT 0,
    locked_until   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (subject)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
