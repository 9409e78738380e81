-- name: PutException :exec
INSERT INTO exception (id, ends, data) VALUES (@id, @ends, @data)
ON CONFLICT (id) DO UPDATE SET ends = excluded.ends, data = excluded.data;

-- name: Exceptions :many
SELECT data FROM exception ORDER BY ends, id;
