package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	account := func(block resource.Fact[s3.PublicAccessBlock]) s3.Account {
		return theAccount(block, resource.Fact[[]string]{})
	}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"all on": {Resource: account(resource.Is(all)), Want: control.Passed},
		"one off": {
			Resource: account(resource.Is(s3.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, RestrictPublicBuckets: true})),
			Want:     control.Failed, Reason: "leaves off: BlockPublicPolicy",
		},
		"all off": {
			Resource: account(resource.Is(s3.PublicAccessBlock{})),
			Want:     control.Failed, Reason: "BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets",
		},
		"none":      {Resource: account(resource.None[s3.PublicAccessBlock]()), Want: control.Failed, Reason: "has no public access block"},
		"denied":    {Resource: account(hiddenBlock), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: account(resource.Fact[s3.PublicAccessBlock]{}), Want: control.NotAvailable, Reason: "PublicAccessBlock was not asked for"},
	})
}
