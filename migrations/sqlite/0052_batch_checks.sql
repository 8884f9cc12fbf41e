-- A pass over everyone whom a draft is for. fingerprint stands for all that it depends on: another one makes it stale. position is the id of the last person looked at. due is true while there is background work; one node at a time holds the lease.
-- +goose Up
CREATE TABLE batch_checks (
    id             INTEGER NOT NULL PRIMARY KEY,
    app_id         INTEGER NOT NULL DEFAULT 0,
    batch_id       INTEGER NOT NULL DEFAULT 0,
    fingerprint    TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL DEFAULT '',
    words          TEXT NOT NULL,
    listed         INTEGER NOT NULL DEFAULT 0,
    position       INTEGER NOT NULL DEFAULT 0,
    selected       INTEGER NOT NULL DEFAULT 0,
    reachable      INTEGER NOT NULL DEFAULT 0,
    no_code        INTEGER NOT NULL DEFAULT 0,
    expiring       INTEGER NOT NULL DEFAULT 0,
    refused        INTEGER NOT NULL DEFAULT 0,
    recent         INTEGER NOT NULL DEFAULT 0,
    left_out       INTEGER NOT NULL DEFAULT 0,
    blocked        INTEGER NOT NULL DEFAULT 0,
    warned         INTEGER NOT NULL DEFAULT 0,
    expected       INTEGER NOT NULL DEFAULT 0,
    due            BOOLEAN NOT NULL DEFAULT FALSE,
    retry_at       INTEGER NOT NULL DEFAULT 0,
    lease_node     TEXT NOT NULL DEFAULT '',
    lease_until    INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL DEFAULT 0,
    done_at        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX batch_checks_batch_id_id ON batch_checks (batch_id, id);
CREATE INDEX batch_checks_due ON batch_checks (due);
