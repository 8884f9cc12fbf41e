-- The rows of an import's chunk that were refused, with the reasons, packed and compressed. They hold personal data and are deleted some days after the import is over.
-- +goose Up
CREATE TABLE import_refusals (
    import_id      INTEGER NOT NULL,
    seq            INTEGER NOT NULL,
    content        BLOB NOT NULL,
    PRIMARY KEY (import_id, seq)
);
