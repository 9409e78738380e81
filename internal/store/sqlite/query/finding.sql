-- name: FindingsBefore :many
SELECT sqlc.embed(finding), covered.finished
FROM finding JOIN covered ON covered.source = finding.source AND covered.account = finding.account
	AND covered.control = finding.control AND covered.region = finding.region
WHERE finding.source = @source AND finding.id IN (SELECT value FROM json_each(@ids));

-- What a scan looked for and did not see: findings in its regions, and of controls for which the region does not matter.
-- name: FindingsMissed :many
SELECT sqlc.embed(finding), covered.finished
FROM covered CROSS JOIN finding ON finding.source = covered.source AND finding.account = covered.account
	AND finding.control = covered.control AND finding.region = covered.region
WHERE covered.source = @source AND covered.account = @account
	AND covered.control IN (SELECT value FROM json_each(@controls))
	AND (covered.region IN (SELECT value FROM json_each(@regions))
		OR covered.control IN (SELECT value FROM json_each(@globals)))
	AND NOT finding.archived
	AND finding.id NOT IN (SELECT value FROM json_each(@seen))
ORDER BY covered.account, covered.control, covered.region, finding.resource;

-- name: AddFinding :exec
INSERT INTO finding (source, id, account, control, region, resource, type, name, status, severity, code, reason,
	workflow, first_seen, last_seen, scan, archived, changed, reopened, archived_at, last_verdict, unread)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- What makes up the finding's id is the same and stays.
-- name: ChangeFinding :exec
UPDATE finding SET name = @name, status = @status, severity = @severity, code = @code, reason = @reason,
	workflow = @workflow, last_seen = @last_seen, scan = @scan, archived = @archived, changed = @changed,
	reopened = @reopened, archived_at = @archived_at, last_verdict = @last_verdict, unread = @unread
WHERE source = @source AND id = @id;

-- Of two changes at one moment the first says what was before.
-- name: AddPast :exec
INSERT INTO finding_past (source, id, until, status) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: Cover :exec
INSERT INTO covered (source, account, control, region, scan, finished) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET scan = excluded.scan, finished = excluded.finished;

-- name: FindingKey :one
SELECT account, control, region, resource FROM finding
WHERE source = coalesce((SELECT snapshot FROM scan WHERE scan.id = @scan), @snapshot) AND finding.id = @id;

-- In the order of covered, so that what is not of the wanted accounts, controls and regions is not even looked at.
-- name: Findings :many
SELECT sqlc.embed(finding), covered.finished
FROM covered CROSS JOIN finding ON finding.source = covered.source AND finding.account = covered.account
	AND finding.control = covered.control AND finding.region = covered.region
WHERE covered.source = coalesce((SELECT snapshot FROM scan WHERE scan.id = @scan), @snapshot)
	AND (CAST(@scan AS TEXT) = '' OR covered.scan = @scan)
	AND (sqlc.narg('accounts') IS NULL OR covered.account IN (SELECT value FROM json_each(sqlc.narg('accounts'))))
	AND (sqlc.narg('regions') IS NULL OR covered.region IN (SELECT value FROM json_each(sqlc.narg('regions'))))
	AND (sqlc.narg('controls') IS NULL OR covered.control IN (SELECT value FROM json_each(sqlc.narg('controls'))))
	AND (sqlc.narg('status') IS NULL OR finding.status IN (SELECT value FROM json_each(sqlc.narg('status'))))
	AND (sqlc.narg('severity') IS NULL OR finding.severity IN (SELECT value FROM json_each(sqlc.narg('severity'))))
	AND (CAST(@resource AS TEXT) = '' OR instr(finding.resource, @resource) > 0)
	AND (CAST(@archived AS BOOLEAN) OR NOT finding.archived)
	AND (covered.account, covered.control, covered.region) >= (@after_account, @after_control, @after_region)
	AND finding.resource > CASE
		WHEN covered.account = @after_account AND covered.control = @after_control AND covered.region = @after_region
		THEN @after_resource ELSE '' END
ORDER BY covered.account, covered.control, covered.region, finding.resource
LIMIT @most;

-- What changed after a moment, archived findings too, with what each was then.
-- name: Changes :many
SELECT sqlc.embed(finding), covered.finished,
	coalesce((SELECT past.status FROM finding_past past
		WHERE past.source = finding.source AND past.id = finding.id AND past.until > @since
		ORDER BY past.until LIMIT 1), finding.status) AS was
FROM finding JOIN covered ON covered.source = finding.source AND covered.account = finding.account
	AND covered.control = finding.control AND covered.region = finding.region
WHERE finding.source = @snapshot
	AND (CAST(@account AS TEXT) = '' OR finding.account = @account)
	AND (finding.changed > @since OR finding.archived_at > @since)
ORDER BY finding.account, finding.control, finding.region, finding.resource;
