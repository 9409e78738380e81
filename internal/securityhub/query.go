package securityhub

import (
	"bytes"
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// Reads are the operations by which findings are read, for the gate.
func Reads() []awsop.Op { return []awsop.Op{getFindings} }

// NotEnabled tells whether AWS answered that Security Hub is not enabled in the account and region.
func NotEnabled(err error) bool { return off(err) }

// Wanted narrows the findings that Security Hub is asked for; the zero value wants all.
type Wanted struct {
	Controls  []control.ID
	Standards []standard.Name
}

// Failing reads the findings of controls that ask to be remediated: active, failed or not to be told, and neither suppressed
// nor resolved. Only those that Security Hub itself wrote in the region are meant: a region in which those of others are
// gathered would give them twice. The error is AWS's own.
func (h Hub) Failing(ctx context.Context, w Wanted) (Findings, error) {
	var lines bytes.Buffer
	lines.WriteString("[]\n") // no findings are an answer, too
	for _, filters := range h.filters(w) {
		pages := securityhub.NewGetFindingsPaginator(securityhub.NewFromConfig(h.Config), &securityhub.GetFindingsInput{
			Filters: filters, MaxResults: aws.Int32(maxFindings),
			// By this order paging loses none when others are updated meanwhile.
			SortCriteria: []types.SortCriterion{{Field: aws.String("UpdatedAt"), SortOrder: types.SortOrderAscending}},
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return Findings{}, err
			}
			for i := range page.Findings {
				raw, err := JSON(&page.Findings[i])
				if err != nil {
					return Findings{}, err
				}
				lines.Write(append(raw, '\n'))
			}
		}
	}
	return Parse(&lines)
}

// filters are those of GetFindings. Each takes 20 values, so that many controls need several questions.
func (h Hub) filters(w Wanted) []*types.AwsSecurityFindingFilters {
	of := func() *types.AwsSecurityFindingFilters {
		f := &types.AwsSecurityFindingFilters{
			AwsAccountId:     is(h.Account),
			ComplianceStatus: is(string(control.Failed), string(control.Warning)),
			ProductArn:       is(ownProduct(h.Region)),
			RecordState:      is(string(types.RecordStateActive)),
			WorkflowStatus:   is(string(control.New), string(control.Notified)),
		}
		for _, n := range w.Standards {
			f.ComplianceAssociatedStandardsId = append(f.ComplianceAssociatedStandardsId, is(writtenStandards()[n].id)...)
		}
		return f
	}
	if len(w.Controls) == 0 {
		return []*types.AwsSecurityFindingFilters{of()}
	}
	var out []*types.AwsSecurityFindingFilters
	for some := range slices.Chunk(w.Controls, maxValues) {
		f := of()
		for _, id := range some {
			f.ComplianceSecurityControlId = append(f.ComplianceSecurityControlId, is(string(id))...)
		}
		out = append(out, f)
	}
	return out
}
