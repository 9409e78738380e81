-- name: RunByID :one
SELECT * FROM run WHERE id = ?;

-- name: RunsByPrefix :many
SELECT * FROM run WHERE substr(id, 1, length(@prefix)) = CAST(@prefix AS TEXT) ORDER BY id LIMIT 2;

-- name: Runs :many
SELECT * FROM run WHERE CAST(@account AS TEXT) = '' OR account = @account ORDER BY started DESC, rowid DESC;

-- name: UndoneBy :many
SELECT * FROM run WHERE undo_of = CAST(@run AS TEXT) ORDER BY started, rowid;

-- name: Unfinished :one
SELECT * FROM run WHERE digest = ? AND finished IS NULL;

-- name: AddRun :execrows
INSERT INTO run (id, plan, digest, account, undo_of, arn, os_user, started, host, pid, token, lease)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING;

-- name: TakeRun :exec
UPDATE run SET host = @host, pid = @pid, token = @token, lease = @lease WHERE id = @id;

-- name: RenewRun :execrows
UPDATE run SET lease = @lease WHERE id = @id AND host = @host AND pid = @pid AND token = @token AND lease IS NOT NULL;

-- name: CloseRun :execrows
UPDATE run SET lease = NULL, finished = coalesce(finished, sqlc.narg('finished')) WHERE id = @id AND host = @host AND pid = @pid AND token = @token;

-- name: AddStep :exec
INSERT INTO run_step (run, position, step, state, reason, message, observed, verdicts, finished)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: SetStep :execrows
UPDATE run_step SET state = @state, reason = @reason, message = @message, observed = @observed, verdicts = @verdicts,
	finished = @finished
WHERE run = @run AND step = @step;

-- name: Steps :many
SELECT * FROM run_step WHERE run = ? ORDER BY position;

-- name: StartCall :execrows
INSERT INTO run_call (run, step, number, attempt, operation, started, finished, request_id, error)
SELECT run_step.run, run_step.step, CAST(@number AS INTEGER),
	(SELECT coalesce(max(attempt), 0) + 1 FROM run_call c
		WHERE c.run = run_step.run AND c.step = run_step.step AND c.number = CAST(@number AS INTEGER)),
	CAST(@operation AS TEXT), sqlc.narg('started'), sqlc.narg('finished'), CAST(@request_id AS TEXT), CAST(@error AS TEXT)
FROM run_step WHERE run_step.run = @run AND run_step.step = @step;

-- name: EndCall :execrows
UPDATE run_call SET finished = @finished, request_id = @request_id, error = @error, outputs = @outputs
WHERE position = (SELECT max(c.position) FROM run_call c WHERE c.run = @run AND c.step = @step AND c.number = @number);

-- name: Calls :many
SELECT * FROM run_call WHERE run = ? ORDER BY position;
