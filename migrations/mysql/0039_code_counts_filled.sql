-- The codes that were there before they were counted.
-- +goose Up
INSERT INTO code_counts (app_id, kind, template_ref, unpaid, `hour`, n)
SELECT app_id, kind, template_ref, usable_at = 9223372036854775807,
    CASE WHEN expires_at = 9223372036854775807 THEN expires_at ELSE expires_at DIV 3600000 * 3600000 END, COUNT(*)
FROM send_codes WHERE state = 'available' GROUP BY 1, 2, 3, 4, 5;
