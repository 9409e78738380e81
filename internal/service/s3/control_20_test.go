package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl20(t *testing.T) {
	t.Parallel()
	with := func(status, mfa string) func(*s3.Bucket) {
		return func(b *s3.Bucket) { b.Versioning = resource.Is(s3.Versioning{Status: status, MFADelete: mfa}) }
	}
	managed := func(b *s3.Bucket) { b.Lifecycle = resource.Is(s3.Lifecycle{}) }
	catalogtest.Judge(t, control20, map[string]catalogtest.Case{
		"on":               {Resource: theBucket(with("Enabled", "Enabled")), Want: control.Passed},
		"without MFA":      {Resource: theBucket(with("Enabled", "")), Want: control.Failed, Reason: "versioning is Enabled, MFA delete is Disabled"},
		"MFA off":          {Resource: theBucket(with("Enabled", "Disabled")), Want: control.Failed},
		"suspended":        {Resource: theBucket(with("Suspended", "Enabled")), Want: control.Failed, Reason: "versioning is Suspended"},
		"never":            {Resource: theBucket(func(*s3.Bucket) {}), Want: control.Failed, Reason: "never switched on"},
		"lifecycle":        {Resource: theBucket(managed), Want: control.NotApplicable, Reason: "lifecycle configuration"},
		"lifecycle and on": {Resource: theBucket(both(managed, with("Enabled", "Enabled"))), Want: control.NotApplicable},
		"lifecycle denied": {Resource: theBucket(both(with("Enabled", ""), hiding("Lifecycle"))), Want: control.NotAvailable, Reason: "AccessDenied"},
		"denied":           {Resource: theBucket(hiding("Versioning")), Want: control.NotAvailable, Reason: "AccessDenied"},
	})
}
