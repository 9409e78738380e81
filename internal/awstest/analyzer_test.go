package awstest_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestAnalyzers(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := accessanalyzer.NewFromConfig(a.Through(region))
	list := func(in accessanalyzer.ListAnalyzersInput) *accessanalyzer.ListAnalyzersOutput {
		t.Helper()
		out, err := client.ListAnalyzers(t.Context(), &in)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out := list(accessanalyzer.ListAnalyzersInput{}); len(out.Analyzers) != 0 || out.NextToken != nil {
		t.Errorf("a new account has %+v", out.Analyzers)
	}
	a.Analyzers(region, awstest.Analyzer{Name: "one"}, awstest.Analyzer{Name: "two", Type: "ORGANIZATION", Status: "DISABLED"})
	a.Analyzers("us-west-2", awstest.Analyzer{Name: "elsewhere"})
	first := list(accessanalyzer.ListAnalyzersInput{MaxResults: aws.Int32(1)})
	if len(first.Analyzers) != 1 || first.NextToken == nil {
		t.Fatalf("first page is %+v", first)
	}
	if x := first.Analyzers[0]; *x.Name != "one" || x.Type != types.TypeAccount || x.Status != types.AnalyzerStatusActive ||
		*x.Arn != "arn:aws:access-analyzer:"+region+":"+a.ID+":analyzer/one" {
		t.Errorf("first is %+v", x)
	}
	second := list(accessanalyzer.ListAnalyzersInput{MaxResults: aws.Int32(1), NextToken: first.NextToken})
	if len(second.Analyzers) != 1 || second.NextToken != nil || second.Analyzers[0].Status != types.AnalyzerStatusDisabled {
		t.Errorf("second page is %+v", second)
	}
	if out := list(accessanalyzer.ListAnalyzersInput{Type: types.TypeOrganization}); len(out.Analyzers) != 1 || *out.Analyzers[0].Name != "two" {
		t.Errorf("of the organization there are %+v", out.Analyzers)
	}
	_, err := client.ListAnalyzers(t.Context(), &accessanalyzer.ListAnalyzersInput{NextToken: aws.String("x")})
	wantCode(t, err, "ValidationException")
}

func TestAnalyzersPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	var many []awstest.Analyzer
	for i := range 101 {
		many = append(many, awstest.Analyzer{Name: fmt.Sprint(i)})
	}
	a.Analyzers(region, many...)
	pages := accessanalyzer.NewListAnalyzersPaginator(accessanalyzer.NewFromConfig(a.Through(region)), &accessanalyzer.ListAnalyzersInput{})
	var sizes []int
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(page.Analyzers))
	}
	if len(sizes) != 2 || sizes[0] != 100 || sizes[1] != 1 {
		t.Errorf("pages of %v", sizes)
	}
}
