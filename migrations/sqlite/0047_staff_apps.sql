-- The Apps of those who are limited to some.
-- +goose Up
CREATE TABLE staff_apps (
    staff_id    INTEGER NOT NULL,
    app_id      INTEGER NOT NULL,
    PRIMARY KEY (staff_id, app_id)
) WITHOUT ROWID;
