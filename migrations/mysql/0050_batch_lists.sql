-- An uploaded list of people with a value a column for each. columns names them; of its lines row_count are in batch_rows, known of these are users, duplicate and bad were not taken. complete: the file was read to its end. A list that no batch refers to is deleted.
-- +goose Up
CREATE TABLE IF NOT EXISTS batch_lists (
    id             BIGINT NOT NULL,
    app_id         BIGINT NOT NULL DEFAULT 0,
    file_name      VARCHAR(200) NOT NULL DEFAULT '',
    `columns`      MEDIUMTEXT NOT NULL,
    refusals       MEDIUMTEXT NOT NULL,
    row_count      BIGINT NOT NULL DEFAULT 0,
    known          BIGINT NOT NULL DEFAULT 0,
    duplicate      BIGINT NOT NULL DEFAULT 0,
    bad            BIGINT NOT NULL DEFAULT 0,
    complete       BOOLEAN NOT NULL DEFAULT FALSE,
    created_at     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    KEY batch_lists_app_id_id (app_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
