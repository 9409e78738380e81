-- name: AddScan :execrows
INSERT INTO scan (id, account, regions, controls, started, finished, as_of, snapshot, complete, calls, resources, coverage)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING;

-- name: ScanByID :one
SELECT * FROM scan WHERE id = ?;

-- name: LatestScan :one
SELECT * FROM scan
WHERE complete
	AND (CAST(@account AS TEXT) = '' OR account = @account)
	AND (sqlc.narg('snapshot') IS NULL OR snapshot = sqlc.narg('snapshot'))
	AND (CAST(@imagined AS BOOLEAN) OR as_of IS NULL)
ORDER BY finished DESC, rowid DESC
LIMIT 1;

-- name: AddResource :exec
INSERT INTO resource (scan, position, type, account, region, id, name, version, data)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: Resources :many
SELECT type, account, region, id, name, version, data FROM resource WHERE scan = ? ORDER BY position;
