package ssm

import (
	"context"
	"iter"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

var associations = catalog.Collector(Service, catalog.CollectorSpec[ssm.AssociationCompliance]{
	Type: "AWS::SSM::AssociationCompliance", Version: 1, Scope: catalog.Regional, File: "association_compliance",
	ListCalls: []awsop.Op{listSummaries},
	List:      listAssociationCompliance,
	Reads: []catalog.ReadSpec[ssm.AssociationCompliance]{
		{Facts: []string{"Items"}, Calls: []awsop.Op{listItems}, Do: readAssociationCompliance},
	},
})

func listAssociationCompliance(ctx context.Context, at catalog.Place) iter.Seq2[ssm.AssociationCompliance, error] {
	return func(yield func(ssm.AssociationCompliance, error) bool) {
		for n, err := range summaries(ctx, at, "AWS::SSM::AssociationCompliance", "Association") {
			if !yield(ssm.AssociationCompliance{Ref: n.ref, Items: resource.Is(n.items)}, err) {
				return
			}
		}
	}
}

func readAssociationCompliance(ctx context.Context, at catalog.Place, c *ssm.AssociationCompliance) error {
	items, err := itemsOf(ctx, at, c.Name, "Association")
	if err != nil {
		return err
	}
	c.Items = items
	return nil
}
