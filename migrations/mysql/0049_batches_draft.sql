-- What a draft needs: a version, by which of two people who change it at once the second is told; plan: its name and schedule as they were typed; the uploaded list it is for. check_id: the check whose people a submitted one messages.
-- +goose Up
ALTER TABLE batches
    ADD COLUMN version     BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN plan        MEDIUMTEXT NOT NULL DEFAULT (''),
    ADD COLUMN list_id     BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN check_id    BIGINT NOT NULL DEFAULT 0,
    ADD INDEX batches_list_id (list_id);
