-- Whom a check met: the frozen audience of a draft, with what was found of each. The verdict is one number; see models/check_verdict.go.
-- +goose Up
CREATE TABLE checked_people (
    check_id        INTEGER NOT NULL,
    recipient_id    INTEGER NOT NULL,
    verdict         INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (check_id, recipient_id)
) WITHOUT ROWID;
CREATE INDEX checked_people_check_id_verdict_recipient_id ON checked_people (check_id, verdict, recipient_id);
