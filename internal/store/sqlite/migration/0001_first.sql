-- Times are nanoseconds since 1970 (UTC), NULL where the time is not known. Lists and messages are JSON.

-- +goose Up
CREATE TABLE scan (
	id        TEXT    NOT NULL PRIMARY KEY,
	account   TEXT    NOT NULL,
	regions   TEXT    NOT NULL,
	controls  TEXT    NOT NULL,
	started   INTEGER,
	finished  INTEGER,
	as_of     INTEGER,
	snapshot  TEXT    NOT NULL,
	complete  INTEGER NOT NULL,
	calls     INTEGER NOT NULL,
	resources INTEGER NOT NULL,
	coverage  TEXT    NOT NULL
) STRICT;

CREATE INDEX scan_latest ON scan (finished);

CREATE TABLE resource (
	scan     TEXT    NOT NULL REFERENCES scan (id),
	position INTEGER NOT NULL,
	type     TEXT    NOT NULL,
	account  TEXT    NOT NULL,
	region   TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	name     TEXT    NOT NULL,
	version  INTEGER NOT NULL,
	data     BLOB    NOT NULL,
	PRIMARY KEY (scan, position)
) STRICT;

-- The source is the digest of a snapshot, empty for AWS: a snapshot of an account has the same finding ids as the
-- account itself. The scan is the one that saw the finding last; it may be gone before the finding.
CREATE TABLE finding (
	source     TEXT NOT NULL,
	id         TEXT NOT NULL,
	account    TEXT NOT NULL,
	control    TEXT NOT NULL,
	region     TEXT NOT NULL,
	resource   TEXT NOT NULL,
	type       TEXT NOT NULL,
	name       TEXT NOT NULL,
	status     TEXT NOT NULL,
	severity   TEXT NOT NULL,
	code       TEXT NOT NULL,
	reason     TEXT NOT NULL,
	workflow   TEXT NOT NULL,
	first_seen INTEGER,
	last_seen  INTEGER,
	scan       TEXT NOT NULL,
	archived   INTEGER NOT NULL,
	PRIMARY KEY (source, id)
) STRICT;

-- The order in which findings are listed, so that a long list needs no sorting.
CREATE INDEX finding_listed ON finding (source, account, control, region, resource);

CREATE TABLE plan (
	id      TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	created INTEGER,
	data    BLOB NOT NULL
) STRICT;

CREATE TABLE approval (
	position INTEGER PRIMARY KEY,
	digest   TEXT NOT NULL,
	steps    TEXT NOT NULL,
	arn      TEXT NOT NULL,
	os_user  TEXT NOT NULL,
	at       INTEGER
) STRICT;

CREATE INDEX approval_digest ON approval (digest);

-- What was reviewed and what was approved stays as it was, whatever a later release gets wrong.
-- +goose StatementBegin
CREATE TRIGGER plan_fixed BEFORE UPDATE ON plan BEGIN
	SELECT RAISE(ABORT, 'a plan is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_fixed BEFORE UPDATE ON approval BEGIN
	SELECT RAISE(ABORT, 'an approval is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_kept BEFORE DELETE ON approval BEGIN
	SELECT RAISE(ABORT, 'an approval is never deleted');
END;
-- +goose StatementEnd

-- A run is held while it has a lease; host and pid then say by whom, and afterwards who held it last.
CREATE TABLE run (
	id       TEXT    NOT NULL PRIMARY KEY,
	plan     TEXT    NOT NULL,
	digest   TEXT    NOT NULL,
	account  TEXT    NOT NULL,
	undo_of  TEXT,
	arn      TEXT    NOT NULL,
	os_user  TEXT    NOT NULL,
	started  INTEGER,
	finished INTEGER,
	host     TEXT    NOT NULL,
	pid      INTEGER NOT NULL,
	token    TEXT    NOT NULL,
	lease    INTEGER
) STRICT;

CREATE UNIQUE INDEX run_unfinished ON run (digest) WHERE finished IS NULL;
CREATE INDEX run_undo ON run (undo_of) WHERE undo_of IS NOT NULL;

CREATE TABLE run_step (
	run      TEXT    NOT NULL REFERENCES run (id),
	position INTEGER NOT NULL,
	step     TEXT    NOT NULL,
	state    TEXT    NOT NULL,
	reason   TEXT    NOT NULL,
	message  TEXT    NOT NULL,
	observed TEXT    NOT NULL,
	verdicts TEXT    NOT NULL,
	finished INTEGER,
	PRIMARY KEY (run, step)
) STRICT;

-- A call that is repeated after a kill is a further attempt; what is known of the earlier one stays.
CREATE TABLE run_call (
	position   INTEGER PRIMARY KEY,
	run        TEXT    NOT NULL,
	step       TEXT    NOT NULL,
	number     INTEGER NOT NULL,
	attempt    INTEGER NOT NULL,
	operation  TEXT    NOT NULL,
	started    INTEGER,
	finished   INTEGER,
	request_id TEXT    NOT NULL,
	error      TEXT    NOT NULL,
	UNIQUE (run, step, number, attempt),
	FOREIGN KEY (run, step) REFERENCES run_step (run, step)
) STRICT;
