-- The rows of an import's chunk that were refused, with the reasons, packed and compressed. They hold personal data and are deleted some days after the import is over.
-- +goose Up
CREATE TABLE IF NOT EXISTS import_refusals (
    import_id      BIGINT NOT NULL,
    seq            BIGINT NOT NULL,
    content        MEDIUMBLOB NOT NULL,
    PRIMARY KEY (import_id, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
