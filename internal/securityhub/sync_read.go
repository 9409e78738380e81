package securityhub

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/resource"
)

// Hub is Security Hub of an account in one region.
type Hub struct {
	Account, Region string
	// Config reads, in that region.
	Config aws.Config
}

// maxValues is how many values one filter of GetFindings takes. Source: Security Hub API Reference, "GetFindings".
const maxValues = 20

// sent are the active findings that Manten has sent, by their Id.
func (h Hub) sent(ctx context.Context) (map[string]types.AwsSecurityFinding, error) {
	all, err := h.find(ctx, &types.AwsSecurityFindingFilters{
		ProductArn:   is(Product(h.Region, h.Account)),
		AwsAccountId: is(h.Account),
		GeneratorId:  []types.StringFilter{{Comparison: types.StringFilterComparisonPrefix, Value: aws.String(generator)}},
		RecordState:  is(string(types.RecordStateActive)),
	})
	out := make(map[string]types.AwsSecurityFinding, len(all))
	for _, f := range all {
		out[aws.ToString(f.Id)] = f
	}
	return out, err
}

// own are Security Hub's own active findings of what some outcomes are about.
func (h Hub) own(ctx context.Context, outcomes []Outcome) ([]types.AwsSecurityFinding, error) {
	var out []types.AwsSecurityFinding
	seen := map[string]bool{} // the filters of two calls may both let one through
	for some := range slices.Chunk(outcomes, maxValues) {
		var ids, resources []string
		for _, o := range some {
			ids, resources = append(ids, string(o.Control)), append(resources, o.Resource.ID)
		}
		all, err := h.find(ctx, &types.AwsSecurityFindingFilters{
			ProductArn:                  is(ownProduct(h.Region)),
			AwsAccountId:                is(h.Account),
			ComplianceSecurityControlId: is(unique(ids)...),
			ResourceId:                  is(unique(resources)...),
			RecordState:                 is(string(types.RecordStateActive)),
		})
		if err != nil {
			return nil, err
		}
		for _, f := range all {
			if !seen[aws.ToString(f.Id)] {
				out = append(out, f)
			}
			seen[aws.ToString(f.Id)] = true
		}
	}
	return out, nil
}

// ownProduct is the ARN under which Security Hub writes its own findings in a region.
func ownProduct(region string) string {
	return resource.ARN(region, "securityhub", region, "", "product/aws/securityhub")
}

func (h Hub) find(ctx context.Context, filters *types.AwsSecurityFindingFilters) ([]types.AwsSecurityFinding, error) {
	var out []types.AwsSecurityFinding
	pages := securityhub.NewGetFindingsPaginator(securityhub.NewFromConfig(h.Config), &securityhub.GetFindingsInput{
		Filters: filters, MaxResults: aws.Int32(maxFindings),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Findings...)
	}
	return out, nil
}

func is(values ...string) []types.StringFilter {
	out := make([]types.StringFilter, len(values))
	for i, v := range values {
		out[i] = types.StringFilter{Comparison: types.StringFilterComparisonEquals, Value: aws.String(v)}
	}
	return out
}

func unique(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}
