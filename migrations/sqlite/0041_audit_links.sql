-- The chain of the audit record: each entry's number, the hash before it and its own. Nothing updates or deletes here.
-- The triggers refuse what no program of ours does; on MySQL, where they need a privilege, the program makes them if it may.
-- +goose Up
CREATE TABLE audit_links (
    seq         INTEGER NOT NULL PRIMARY KEY,
    entry_id    INTEGER NOT NULL DEFAULT 0,
    adopted     INTEGER NOT NULL DEFAULT 0,
    prev        TEXT NOT NULL DEFAULT '',
    hash        TEXT NOT NULL DEFAULT '',
    seal        TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX audit_links_entry_id ON audit_links (entry_id);
-- +goose StatementBegin
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'audit_entries takes no changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'audit_entries takes no changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_links_no_update BEFORE UPDATE ON audit_links BEGIN
    SELECT RAISE(ABORT, 'audit_links takes no changes');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_links_no_delete BEFORE DELETE ON audit_links BEGIN
    SELECT RAISE(ABORT, 'audit_links takes no changes');
END;
-- +goose StatementEnd
