-- Exceptions that were put on record by a command: JSON. One that has ended stays, as part of the account's history.

-- +goose Up
CREATE TABLE exception (
	id   TEXT NOT NULL PRIMARY KEY,
	ends INTEGER NOT NULL,
	data TEXT NOT NULL
) STRICT;

-- +goose Down
DROP TABLE exception;
