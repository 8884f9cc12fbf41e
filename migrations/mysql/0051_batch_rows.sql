-- A line of an uploaded list. recipient_id is 0 for an openid that is no user's. cells is a JSON list in the order of the list's columns.
-- +goose Up
CREATE TABLE IF NOT EXISTS batch_rows (
    list_id         BIGINT NOT NULL,
    openid          VARBINARY(64) NOT NULL,
    recipient_id    BIGINT NOT NULL DEFAULT 0,
    line            INT NOT NULL DEFAULT 0,
    cells           MEDIUMTEXT NOT NULL,
    PRIMARY KEY (list_id, openid),
    KEY batch_rows_list_id_recipient_id (list_id, recipient_id),
    KEY batch_rows_openid (openid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
