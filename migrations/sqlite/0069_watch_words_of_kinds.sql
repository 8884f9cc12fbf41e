-- The list that an App has holds for every kind of template. watch_lists stays behind, unused: this step may be met twice.
-- +goose Up
INSERT OR IGNORE INTO watch_words (app_id, kind, words, updated_at)
SELECT l.app_id, k.kind, l.words, l.updated_at FROM watch_lists l
CROSS JOIN (SELECT 'template' AS kind UNION ALL SELECT 'subscribe_once' UNION ALL SELECT 'subscribe_long') k;
