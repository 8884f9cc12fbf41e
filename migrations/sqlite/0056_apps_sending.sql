-- confirm_above: a batch for more people than this is sent when its number has been typed. rest_days: who got a message within so many days is shown, and may be left out; 0: nobody.
-- +goose Up
ALTER TABLE apps ADD COLUMN confirm_above INTEGER NOT NULL DEFAULT 100;
ALTER TABLE apps ADD COLUMN rest_days INTEGER NOT NULL DEFAULT 0;
