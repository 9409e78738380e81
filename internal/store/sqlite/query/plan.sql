-- name: AddPlan :execrows
INSERT INTO plan (id, account, created, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: Plan :one
SELECT data FROM plan WHERE id = ?;

-- name: AddApproval :exec
INSERT INTO approval (digest, steps, arn, os_user, at) VALUES (?, ?, ?, ?, ?);

-- name: Approvals :many
SELECT * FROM approval WHERE digest = ? ORDER BY at, position;
