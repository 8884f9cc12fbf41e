-- What the rows of a file say, in short: credits without a code of their own are known again by it, when the same file comes twice.
-- +goose Up
ALTER TABLE imports ADD COLUMN row_hash TEXT NOT NULL DEFAULT '';
