-- name: FindingsBefore :many
SELECT id, status, workflow, first_seen, archived FROM finding
WHERE source = @source AND id IN (SELECT value FROM json_each(@ids));

-- name: AddFinding :exec
INSERT INTO finding (source, id, account, control, region, resource, type, name, status, severity, code, reason,
	workflow, first_seen, last_seen, scan, archived)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE);

-- What makes up the finding's id is the same and stays.
-- name: ChangeFinding :exec
UPDATE finding SET name = @name, status = @status, severity = @severity, code = @code, reason = @reason,
	workflow = @workflow, last_seen = @last_seen, scan = @scan, archived = FALSE
WHERE source = @source AND id = @id;

-- name: ArchiveFindings :exec
UPDATE finding SET archived = TRUE
WHERE source = @source AND account = @account AND scan <> @scan AND NOT archived
	AND control IN (SELECT value FROM json_each(@controls))
	AND region IN (SELECT value FROM json_each(@regions));

-- name: Findings :many
SELECT id, control, type, account, region, resource, name, status, severity, code, reason, workflow, first_seen, last_seen
FROM finding
WHERE source = coalesce((SELECT snapshot FROM scan WHERE scan.id = @scan), @snapshot)
	AND (CAST(@scan AS TEXT) = '' OR finding.scan = @scan)
	AND (sqlc.narg('accounts') IS NULL OR account IN (SELECT value FROM json_each(sqlc.narg('accounts'))))
	AND (sqlc.narg('regions') IS NULL OR region IN (SELECT value FROM json_each(sqlc.narg('regions'))))
	AND (sqlc.narg('controls') IS NULL OR control IN (SELECT value FROM json_each(sqlc.narg('controls'))))
	AND (sqlc.narg('status') IS NULL OR status IN (SELECT value FROM json_each(sqlc.narg('status'))))
	AND (sqlc.narg('severity') IS NULL OR severity IN (SELECT value FROM json_each(sqlc.narg('severity'))))
	AND (CAST(@resource AS TEXT) = '' OR instr(resource, @resource) > 0)
	AND (CAST(@archived AS BOOLEAN) OR NOT archived)
ORDER BY account, control, region, resource;
