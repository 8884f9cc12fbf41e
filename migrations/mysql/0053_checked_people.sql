-- Whom a check met: the frozen audience of a draft, with what was found of each. The verdict is one number; see models/check_verdict.go.
-- +goose Up
CREATE TABLE IF NOT EXISTS checked_people (
    check_id        BIGINT NOT NULL,
    recipient_id    BIGINT NOT NULL,
    verdict         TINYINT NOT NULL DEFAULT 0,
    PRIMARY KEY (check_id, recipient_id),
    KEY checked_people_check_id_verdict_recipient_id (check_id, verdict, recipient_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
