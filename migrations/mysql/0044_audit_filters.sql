-- The record is searched by what was done and by whom.
-- +goose Up
ALTER TABLE audit_entries
    ADD KEY audit_entries_action_id (action, id),
    ADD KEY audit_entries_actor_name_id (actor_name, id);
