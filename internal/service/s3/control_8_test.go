package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl8(t *testing.T) {
	t.Parallel()
	bucket := func(block resource.Fact[s3.PublicAccessBlock]) s3.Bucket {
		return s3.Bucket{Ref: resource.Ref{Name: "b"}, PublicAccessBlock: block}
	}
	catalogtest.Judge(t, control8, map[string]catalogtest.Case{
		"all on":  {Resource: bucket(resource.Is(all)), Want: control.Passed},
		"one off": {Resource: bucket(resource.Is(s3.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true})), Want: control.Failed, Reason: "off: RestrictPublicBuckets"},
		"none":    {Resource: bucket(resource.None[s3.PublicAccessBlock]()), Want: control.Failed, Reason: "has no public access block"},
		"denied":  {Resource: bucket(resource.HiddenFor[s3.PublicAccessBlock](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"excluded": {
			Resource: bucket(resource.None[s3.PublicAccessBlock]()), Want: control.Passed,
			Params: map[string]any{"excludedPublicBuckets": []string{"b"}},
		},
	})
}
