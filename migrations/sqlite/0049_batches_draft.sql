-- What a draft needs: a version, by which of two people who change it at once the second is told; plan: its name and schedule as they were typed; the uploaded list it is for. check_id: the check whose people a submitted one messages.
-- +goose Up
ALTER TABLE batches ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN list_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN check_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX batches_list_id ON batches (list_id);
