-- The record is searched by what was done and by whom.
-- +goose Up
CREATE INDEX audit_entries_action_id ON audit_entries (action, id);
CREATE INDEX audit_entries_actor_name_id ON audit_entries (actor_name, id);
