-- name: PlansOfRuns :many
SELECT plan.data FROM plan WHERE plan.id IN (SELECT run.plan FROM run);

-- All but the latest complete one of each account, and of each snapshot of it.
-- name: PrunableScans :many
SELECT old.id FROM scan old
WHERE old.finished < @before
	AND old.id NOT IN (SELECT value FROM json_each(@kept))
	AND (NOT old.complete OR old.as_of IS NOT NULL OR EXISTS (
		SELECT 1 FROM scan new
		WHERE new.account = old.account AND new.snapshot = old.snapshot AND new.complete AND new.as_of IS NULL
			AND (new.finished > old.finished OR (new.finished = old.finished AND new.rowid > old.rowid))));

-- name: DeleteResources :execrows
DELETE FROM resource WHERE scan IN (SELECT value FROM json_each(@scans));

-- name: DeleteScans :execrows
DELETE FROM scan WHERE id IN (SELECT value FROM json_each(@scans));

-- name: DeletePast :exec
DELETE FROM finding_past WHERE (source, id) IN (
	SELECT finding.source, finding.id FROM finding
	WHERE finding.archived AND finding.archived_at < @before AND finding.id NOT IN (SELECT value FROM json_each(@kept)));

-- name: DeleteFindings :execrows
DELETE FROM finding
WHERE archived AND archived_at < @before AND finding.id NOT IN (SELECT value FROM json_each(@kept));
