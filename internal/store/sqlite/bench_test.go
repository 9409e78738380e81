package sqlite_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// large is a scan of n resources of a kilobyte, with a finding on each.
func large(n int) (store.Scan, []store.StoredResource, []control.Finding) {
	scan := store.Scan{
		Account: "111122223333", Regions: []string{"eu-west-1"}, Controls: []control.ID{"S3.8"}, Complete: true,
		Finished: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Resources: n,
	}
	resources := make([]store.StoredResource, n)
	findings := make([]control.Finding, n)
	for i := range n {
		ref := resource.Ref{
			Type: "AWS::S3::Bucket", Account: scan.Account, Region: "eu-west-1",
			ID: fmt.Sprintf("arn:aws:s3:::bucket-%d", i), Name: fmt.Sprintf("bucket-%d", i),
		}
		resources[i] = store.StoredResource{Ref: ref, Version: 1, Data: make([]byte, 1000)}
		findings[i] = control.Finding{
			ID: control.FindingID("S3.8", ref), Control: "S3.8", Resource: ref, Status: control.Failed, Severity: control.High,
			Reason: text.Message{
				Key: "S3.8/open", Args: map[string]string{"bucket": ref.Name}, Text: "the bucket is open to the public",
			},
		}
	}
	return scan, resources, findings
}

func BenchmarkSaveScan(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "manten.db"))
	scan, resources, findings := large(20_000)
	for i := 0; b.Loop(); i++ {
		scan.ID = fmt.Sprint("scan-", i)
		if _, err := db.SaveScan(b.Context(), scan, resources, findings); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFindings(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "manten.db"))
	scan, _, findings := large(20_000)
	scan.ID = "scan-1"
	if _, err := db.SaveScan(b.Context(), scan, nil, findings); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if n := count(b, db.Findings(b.Context(), store.FindingFilter{})); n != len(findings) {
			b.Fatalf("%d findings, want %d", n, len(findings))
		}
	}
}
