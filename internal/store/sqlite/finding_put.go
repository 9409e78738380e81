package sqlite

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// putFindings puts the findings of a scan on record and archives those that it should have seen and did not.
func putFindings(
	ctx context.Context, q *db.Queries, scan store.Scan, findings []control.Finding,
) ([]control.Finding, error) {
	before, err := findingsBefore(ctx, q, scan.Snapshot, findings)
	if err != nil {
		return nil, err
	}
	stored := make([]control.Finding, len(findings))
	for i, f := range findings {
		had, known := before[f.ID]
		stored[i] = follow(had, f, scan)
		if err := putFinding(ctx, q, scan, stored[i], known); err != nil {
			return nil, err
		}
		before[f.ID] = db.FindingsBeforeRow{
			ID: f.ID, Status: f.Status, Workflow: stored[i].Workflow, FirstSeen: stamp(stored[i].FirstSeen),
		}
	}
	if err := archive(ctx, q, scan, findings); err != nil {
		return nil, err
	}
	return stored, nil
}

// findingsBefore is what is on record of the findings, by id.
func findingsBefore(
	ctx context.Context, q *db.Queries, source string, findings []control.Finding,
) (map[string]db.FindingsBeforeRow, error) {
	ids := make([]string, len(findings))
	for i, f := range findings {
		ids[i] = f.ID
	}
	rows, err := q.FindingsBefore(ctx, db.FindingsBeforeParams{Source: source, Ids: among(ids)})
	if err != nil {
		return nil, fmt.Errorf("get findings: %w", err)
	}
	before := make(map[string]db.FindingsBeforeRow, len(rows))
	for _, row := range rows {
		before[row.ID] = row
	}
	return before, nil
}

// follow is a finding with its history. The zero row stands for a finding that is new.
func follow(before db.FindingsBeforeRow, f control.Finding, scan store.Scan) control.Finding {
	workflow := before.Workflow
	// Source: Security Hub User Guide, "Setting the workflow status of findings": a finding that was archived and is
	// active again is new, unless it is suppressed.
	if before.Archived && workflow != control.Suppressed {
		workflow = control.New
	}
	f.Workflow = workflow.After(before.Status, f.Status)
	f.FirstSeen, f.LastSeen = scan.Finished, scan.Finished
	if before.ID != "" {
		f.FirstSeen = moment(before.FirstSeen)
	}
	return f
}

// imagined is the findings of a scan that leaves no trace on record.
func imagined(scan store.Scan, findings []control.Finding) []control.Finding {
	seen := slices.Clone(findings)
	for i := range seen {
		seen[i] = follow(db.FindingsBeforeRow{}, seen[i], scan)
	}
	return seen
}

// putFinding adds a finding or changes the one that is known. To let SQLite find out which costs twice the time.
func putFinding(ctx context.Context, q *db.Queries, scan store.Scan, f control.Finding, known bool) error {
	row, err := findingRow(scan, f)
	if err != nil {
		return err
	}
	if known {
		err = q.ChangeFinding(ctx, db.ChangeFindingParams{
			Name:     row.Name,
			Status:   row.Status,
			Severity: row.Severity,
			Code:     row.Code,
			Reason:   row.Reason,
			Workflow: row.Workflow,
			LastSeen: row.LastSeen,
			Scan:     row.Scan,
			Source:   row.Source,
			ID:       row.ID,
		})
	} else {
		err = q.AddFinding(ctx, row)
	}
	if err != nil {
		return fmt.Errorf("finding of %s on %s: %w", f.Control, f.Resource, err)
	}
	return nil
}

// findingRow is a finding as it is stored.
func findingRow(scan store.Scan, f control.Finding) (db.AddFindingParams, error) {
	reason, err := encode(f.Reason)
	return db.AddFindingParams{
		Source:    scan.Snapshot,
		ID:        f.ID,
		Account:   f.Resource.Account,
		Control:   f.Control,
		Region:    f.Resource.Region,
		Resource:  f.Resource.ID,
		Type:      f.Resource.Type,
		Name:      f.Resource.Name,
		Status:    f.Status,
		Severity:  f.Severity,
		Code:      f.Code,
		Reason:    reason,
		Workflow:  f.Workflow,
		FirstSeen: stamp(f.FirstSeen),
		LastSeen:  stamp(f.LastSeen),
		Scan:      scan.ID,
	}, err
}

// archive archives what the scan should have seen again and did not.
func archive(ctx context.Context, q *db.Queries, scan store.Scan, findings []control.Finding) error {
	regions := looked(scan, findings)
	if len(regions) == 0 || len(scan.Controls) == 0 {
		return nil
	}
	err := q.ArchiveFindings(ctx, db.ArchiveFindingsParams{
		Source:   scan.Snapshot,
		Account:  scan.Account,
		Scan:     scan.ID,
		Controls: among(scan.Controls),
		Regions:  among(regions),
	})
	if err != nil {
		return fmt.Errorf("archive findings: %w", err)
	}
	return nil
}

// looked lists the regions of which the scan saw everything: what it did not find there is gone. A scan that was cut
// off saw no region so, and where something could not be read, all that it might have led to may still be there.
func looked(scan store.Scan, findings []control.Finding) []string {
	if !scan.Complete {
		return nil
	}
	seen := map[string]bool{}
	for _, region := range scan.Regions {
		seen[region] = true
	}
	for _, f := range findings {
		// That of the global services is among the scan's only if it was asked for.
		seen[f.Resource.Region] = true
	}
	for _, gap := range scan.Coverage {
		if gap.Region == "" {
			return nil
		}
		delete(seen, gap.Region)
	}
	return slices.Sorted(maps.Keys(seen))
}
