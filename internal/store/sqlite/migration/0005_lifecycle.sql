-- A finding's row changes only when its verdict does. When it was seen last is therefore known of all findings of a control
-- in a region at once: when a scan last covered it. A finding that this scan could not read (unread), or that is archived,
-- has its own time.
--
-- Of findings from before this version nobody knows when they changed.

-- +goose Up
ALTER TABLE finding ADD COLUMN changed INTEGER;
ALTER TABLE finding ADD COLUMN reopened INTEGER;
ALTER TABLE finding ADD COLUMN archived_at INTEGER;
ALTER TABLE finding ADD COLUMN last_verdict TEXT NOT NULL DEFAULT 'null';
ALTER TABLE finding ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
UPDATE finding SET archived_at = last_seen WHERE archived;

-- With what lists are narrowed by, so that to pass over a finding needs no look at its row.
DROP INDEX finding_listed;
CREATE INDEX finding_listed ON finding (source, account, control, region, resource, archived, status, severity);

-- In the order in which findings are listed, so that lists go through it. Each finding has its row here, archived ones too.
CREATE TABLE covered (
	source   TEXT NOT NULL,
	account  TEXT NOT NULL,
	control  TEXT NOT NULL,
	region   TEXT NOT NULL,
	scan     TEXT NOT NULL,
	finished INTEGER,
	PRIMARY KEY (source, account, control, region)
) STRICT, WITHOUT ROWID;

INSERT INTO covered (source, account, control, region, scan, finished)
SELECT source, account, control, region, scan, max(last_seen) FROM finding GROUP BY source, account, control, region;

-- What a finding was until it changed: its status, empty while it was archived. The first row of a finding after a moment
-- says what it was then; without one, it is what it was.
CREATE TABLE finding_past (
	source TEXT    NOT NULL,
	id     TEXT    NOT NULL,
	until  INTEGER NOT NULL,
	status TEXT    NOT NULL,
	PRIMARY KEY (source, id, until)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE finding_past;
DROP TABLE covered;
DROP INDEX finding_listed;
CREATE INDEX finding_listed ON finding (source, account, control, region, resource);
ALTER TABLE finding DROP COLUMN unread;
ALTER TABLE finding DROP COLUMN last_verdict;
ALTER TABLE finding DROP COLUMN archived_at;
ALTER TABLE finding DROP COLUMN reopened;
ALTER TABLE finding DROP COLUMN changed;
