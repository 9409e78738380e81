-- The scores of each scan: JSON. They outlive the scan, so what is asked of them without it is copied from there.

-- +goose Up
CREATE TABLE score (
	scan     TEXT    NOT NULL PRIMARY KEY,
	account  TEXT    NOT NULL,
	snapshot TEXT    NOT NULL,
	finished INTEGER,
	controls INTEGER NOT NULL,
	data     TEXT    NOT NULL
) STRICT;

-- +goose Down
DROP TABLE score;
