package sqlite_test

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
	"github.com/mantenhq/manten/internal/text"
)

// TestLifecycleOfOlder brings a database up to date that has findings from before they had a lifecycle.
func TestLifecycleOfOlder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	until(t, path, 4)
	run(t, path, `
		INSERT INTO scan VALUES ('scan-2', '1', '["eu-west-1"]', '["S3.8"]', 1, 2, NULL, '', TRUE, 0, 0, 'null');
		INSERT INTO finding VALUES
			('', 'here', '1', 'S3.8', 'eu-west-1', 'arn:here', 'AWS::S3::Bucket', 'here', 'FAILED', 'HIGH', '', '{"key":"k","text":"t"}',
				'NEW', 1, 2, 'scan-2', FALSE),
			('', 'gone', '1', 'S3.8', 'eu-west-1', 'arn:gone', 'AWS::S3::Bucket', 'gone', 'PASSED', 'HIGH', '', '{"key":"k","text":"t"}',
				'RESOLVED', 1, 1, 'scan-1', TRUE)`)
	db := open(t, path)
	want := control.Finding{
		ID: "here", Control: "S3.8", Status: control.Failed, Severity: control.High, Reason: text.Message{Key: "k", Text: "t"},
		Resource: resource.Ref{Type: "AWS::S3::Bucket", Account: "1", Region: "eu-west-1", ID: "arn:here", Name: "here"},
		Workflow: control.New, FirstSeen: time.Unix(0, 1).UTC(), LastSeen: time.Unix(0, 2).UTC(),
	}
	for f, err := range db.Findings(t.Context(), store.FindingFilter{Scan: "scan-2"}) {
		check(t, err)
		if diff := cmp.Diff(want, f); diff != "" {
			t.Errorf("not as wanted (-want +got):\n%s", diff)
		}
	}
	if n := count(t, db.Findings(t.Context(), store.FindingFilter{Scan: "scan-2"})); n != 1 {
		t.Errorf("%d findings are of the scan, want 1", n)
	}
	if n := count(t, db.Findings(t.Context(), store.FindingFilter{Archived: true})); n != 2 {
		t.Errorf("%d findings are on record, want 2", n)
	}
	p, err := db.Prune(t.Context(), time.Unix(0, 2).UTC(), false)
	check(t, err)
	if p.Findings != 1 || p.Scans != 0 {
		t.Errorf("pruned %+v, want the archived finding", p)
	}
}

// until makes a database whose tables are of a version.
func until(t *testing.T, path string, version int64) {
	t.Helper()
	run(t, path, "PRAGMA application_id = 0x4d616e74")
	db, err := sql.Open("sqlite", path)
	check(t, err)
	defer func() { check(t, db.Close()) }()
	files, err := fs.Sub(sqlite.Migrations, "migration")
	check(t, err)
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	check(t, err)
	_, err = provider.UpTo(t.Context(), version)
	check(t, err)
}
