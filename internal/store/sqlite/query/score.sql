-- name: PutScores :exec
INSERT INTO score (scan, account, snapshot, finished, controls, data) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (scan) DO UPDATE SET data = excluded.data;

-- name: History :many
SELECT scan, account, finished, controls, data FROM score
WHERE (CAST(@account AS TEXT) = '' OR account = @account) AND snapshot = @snapshot
ORDER BY finished DESC, rowid DESC
LIMIT @most;
