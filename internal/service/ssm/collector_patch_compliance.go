package ssm

import (
	"context"
	"iter"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

var patches = catalog.Collector(Service, catalog.CollectorSpec[ssm.PatchCompliance]{
	Type: "AWS::SSM::PatchCompliance", Version: 1, Scope: catalog.Regional, File: "patch_compliance",
	ListCalls: []awsop.Op{listSummaries},
	List:      listPatchCompliance,
	Reads: []catalog.ReadSpec[ssm.PatchCompliance]{
		{Facts: []string{"Items"}, Calls: []awsop.Op{listItems}, Do: readPatchCompliance},
	},
})

func listPatchCompliance(ctx context.Context, at catalog.Place) iter.Seq2[ssm.PatchCompliance, error] {
	return func(yield func(ssm.PatchCompliance, error) bool) {
		for n, err := range summaries(ctx, at, "AWS::SSM::PatchCompliance", "Patch") {
			if !yield(ssm.PatchCompliance{Ref: n.ref, Items: resource.Is(n.items)}, err) {
				return
			}
		}
	}
}

func readPatchCompliance(ctx context.Context, at catalog.Place, c *ssm.PatchCompliance) error {
	items, err := itemsOf(ctx, at, c.Name, "Patch")
	if err != nil {
		return err
	}
	c.Items = items
	return nil
}
