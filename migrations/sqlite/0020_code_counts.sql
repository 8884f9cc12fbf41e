-- How many codes are available, by the hour in which they expire (9223372036854775807: never), so that no page counts codes. unpaid: their order is not paid yet.
-- +goose Up
CREATE TABLE code_counts (
    app_id         INTEGER NOT NULL DEFAULT 0,
    kind           TEXT NOT NULL DEFAULT '',
    template_ref   INTEGER NOT NULL DEFAULT 0,
    unpaid         BOOLEAN NOT NULL DEFAULT FALSE,
    hour           INTEGER NOT NULL DEFAULT 0,
    n              INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, kind, template_ref, unpaid, hour)
);
