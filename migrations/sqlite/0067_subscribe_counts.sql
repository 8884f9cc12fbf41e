-- How often people accepted and refused a subscribe template, and how many of its credits were spent: by day of the shop's zone and by scene, so that no page counts codes.
-- +goose Up
CREATE TABLE subscribe_counts (
    app_id         INTEGER NOT NULL DEFAULT 0,
    day            INTEGER NOT NULL DEFAULT 0,
    template_ref   INTEGER NOT NULL DEFAULT 0,
    what           TEXT NOT NULL DEFAULT '',
    scene          TEXT NOT NULL DEFAULT '',
    n              INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, day, template_ref, what, scene)
) WITHOUT ROWID;
