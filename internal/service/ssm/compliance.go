package ssm

import (
	"context"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

var (
	listSummaries = awsop.Read((*sdk.Client).ListResourceComplianceSummaries, "ssm:ListResourceComplianceSummaries")
	listItems     = awsop.Read((*sdk.Client).ListComplianceItems, "ssm:ListComplianceItems")
)

const managedInstance = "ManagedInstance"

// node is a managed node with its items of one compliance type.
type node struct {
	ref   resource.Ref
	items ssm.Items
}

// ofType narrows a list down to a compliance type, "Patch" or "Association".
func ofType(compliance string) []types.ComplianceStringFilter {
	return []types.ComplianceStringFilter{{
		Key: aws.String("ComplianceType"), Values: []string{compliance}, Type: types.ComplianceQueryOperatorTypeEqual,
	}}
}

// summaries yields the managed nodes with data of a compliance type.
func summaries(ctx context.Context, at catalog.Place, t resource.Type, compliance string) iter.Seq2[node, error] {
	return func(yield func(node, error) bool) {
		pages := sdk.NewListResourceComplianceSummariesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListResourceComplianceSummariesInput{
			Filters: ofType(compliance), MaxResults: aws.Int32(50),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(node{}, err)
				return
			}
			for _, found := range page.ResourceComplianceSummaryItems {
				if aws.ToString(found.ResourceType) == managedInstance && !yield(summary(at, t, found), nil) {
					return
				}
			}
		}
	}
}

func summary(at catalog.Place, t resource.Type, found types.ResourceComplianceSummaryItem) node {
	id := aws.ToString(found.ResourceId)
	n := node{
		ref:   at.Ref(t, resource.ARN(at.Region, "ssm", at.Region, at.Account, "managed-instance/"+id), id),
		items: ssm.Items{Status: string(found.Status)},
	}
	if s := found.CompliantSummary; s != nil {
		n.items.Compliant = s.CompliantCount
	}
	if s := found.NonCompliantSummary; s != nil {
		n.items.NonCompliant = s.NonCompliantCount
	}
	return n
}

// itemsOf counts the items of one managed node, which has no summary that could be asked for alone.
func itemsOf(ctx context.Context, at catalog.Place, id, compliance string) (resource.Fact[ssm.Items], error) {
	n := ssm.Items{Status: ssm.Compliant}
	pages := sdk.NewListComplianceItemsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListComplianceItemsInput{
		Filters: ofType(compliance), MaxResults: aws.Int32(50),
		ResourceIds: []string{id}, ResourceTypes: []string{managedInstance},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return resource.Fact[ssm.Items]{}, err
		}
		for _, found := range page.ComplianceItems {
			if found.Status == types.ComplianceStatusCompliant {
				n.Compliant++
			} else {
				n.Status = ssm.NonCompliant
				n.NonCompliant++
			}
		}
	}
	if n.Compliant+n.NonCompliant == 0 {
		return resource.None[ssm.Items](), nil
	}
	return resource.Is(n), nil
}
