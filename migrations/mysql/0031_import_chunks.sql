-- The rows of an import's file in pieces, packed and compressed, so that any node can go on where another one stopped. Deleted when the import is over.
-- +goose Up
CREATE TABLE IF NOT EXISTS import_chunks (
    import_id      BIGINT NOT NULL,
    seq            BIGINT NOT NULL,
    content        MEDIUMBLOB NOT NULL,
    PRIMARY KEY (import_id, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
