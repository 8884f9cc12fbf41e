-- The rows of an import's file in pieces, packed and compressed, so that any node can go on where another one stopped. Deleted when the import is over.
-- +goose Up
CREATE TABLE import_chunks (
    import_id      INTEGER NOT NULL,
    seq            INTEGER NOT NULL,
    content        BLOB NOT NULL,
    PRIMARY KEY (import_id, seq)
);
