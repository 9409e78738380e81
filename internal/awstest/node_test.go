package awstest_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awstest"
)

func nodes(t *testing.T) (*awstest.Account, *ssm.Client) {
	t.Helper()
	a := awstest.New(t)
	a.Nodes(region,
		awstest.Node{ID: "i-1", Patches: []string{"COMPLIANT", "NON_COMPLIANT"}, Associations: []string{"COMPLIANT"}},
		awstest.Node{ID: "mi-2", Patches: []string{"COMPLIANT"}},
		awstest.Node{ID: "i-3"},
	)
	return a, ssm.NewFromConfig(a.Through(region))
}

func TestNodes(t *testing.T) {
	t.Parallel()
	_, client := nodes(t)
	out, err := client.DescribeInstanceInformation(t.Context(), &ssm.DescribeInstanceInformationInput{})
	if err != nil || len(out.InstanceInformationList) != 3 || out.NextToken != nil {
		t.Fatalf("got %+v, %v", out, err)
	}
	if n := out.InstanceInformationList[1]; *n.InstanceId != "mi-2" || n.ResourceType != types.ResourceTypeManagedInstance || n.PingStatus != types.PingStatusOnline {
		t.Errorf("got %+v", n)
	}
	filter := []types.InstanceInformationStringFilter{{Key: aws.String("InstanceIds"), Values: []string{"i-3", "i-4"}}}
	out, err = client.DescribeInstanceInformation(t.Context(), &ssm.DescribeInstanceInformationInput{Filters: filter})
	if err != nil || len(out.InstanceInformationList) != 1 || *out.InstanceInformationList[0].InstanceId != "i-3" {
		t.Errorf("filtered: %+v, %v", out, err)
	}
	filter[0].Key = aws.String("Colour")
	_, err = client.DescribeInstanceInformation(t.Context(), &ssm.DescribeInstanceInformationInput{Filters: filter})
	wantCode(t, err, "InvalidFilterKey")
	_, err = client.DescribeInstanceInformation(t.Context(), &ssm.DescribeInstanceInformationInput{MaxResults: aws.Int32(4)})
	wantCode(t, err, "ValidationException")
	_, err = client.DescribeInstanceInformation(t.Context(), &ssm.DescribeInstanceInformationInput{NextToken: aws.String("x")})
	wantCode(t, err, "InvalidNextToken")
}

// Without a size, pages are of 10.
func TestNodesPage(t *testing.T) {
	t.Parallel()
	a, client := nodes(t)
	var many []awstest.Node
	for i := range 11 {
		many = append(many, awstest.Node{ID: fmt.Sprintf("i-%d", i)})
	}
	a.Nodes(region, many...)
	pages := ssm.NewDescribeInstanceInformationPaginator(client, &ssm.DescribeInstanceInformationInput{})
	var sizes []int
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(page.InstanceInformationList))
	}
	if len(sizes) != 2 || sizes[0] != 10 || sizes[1] != 1 {
		t.Errorf("pages of %v", sizes)
	}
}

func TestComplianceSummaries(t *testing.T) {
	t.Parallel()
	_, client := nodes(t)
	all, err := client.ListResourceComplianceSummaries(t.Context(), &ssm.ListResourceComplianceSummariesInput{})
	if err != nil || len(all.ResourceComplianceSummaryItems) != 3 {
		t.Fatalf("got %+v, %v", all, err)
	}
	patches, err := client.ListResourceComplianceSummaries(t.Context(), &ssm.ListResourceComplianceSummariesInput{
		Filters: []types.ComplianceStringFilter{
			{Key: aws.String("ComplianceType"), Values: []string{"Patch"}, Type: types.ComplianceQueryOperatorTypeEqual},
			{Key: aws.String("Status"), Values: []string{"NON_COMPLIANT"}},
		},
	})
	if err != nil || len(patches.ResourceComplianceSummaryItems) != 1 {
		t.Fatalf("got %+v, %v", patches, err)
	}
	s := patches.ResourceComplianceSummaryItems[0]
	if *s.ResourceId != "i-1" || *s.ResourceType != "ManagedInstance" || s.CompliantSummary.CompliantCount != 1 || s.NonCompliantSummary.NonCompliantCount != 1 {
		t.Errorf("got %+v", s)
	}
}

func TestComplianceItems(t *testing.T) {
	t.Parallel()
	_, client := nodes(t)
	for id, want := range map[string]int{"i-1": 3, "mi-2": 1, "i-3": 0, "i-4": 0} {
		out, err := client.ListComplianceItems(t.Context(), &ssm.ListComplianceItemsInput{
			ResourceIds: []string{id}, ResourceTypes: []string{"ManagedInstance"},
		})
		if err != nil || len(out.ComplianceItems) != want {
			t.Errorf("%s: got %+v, %v", id, out, err)
		}
	}
}
