-- What a call's answer gave that later calls, or an undo, need: JSON, by the member's path.

-- +goose Up
ALTER TABLE run_call ADD COLUMN outputs TEXT NOT NULL DEFAULT 'null';

-- +goose Down
ALTER TABLE run_call DROP COLUMN outputs;
