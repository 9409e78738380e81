package accessanalyzer

import (
	"cmp"
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/accessanalyzer"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/accessanalyzer"
)

var listAnalyzers = awsop.Read((*sdk.Client).ListAnalyzers, "access-analyzer:ListAnalyzers")

var accounts = catalog.Collector(Service, catalog.CollectorSpec[accessanalyzer.Account]{
	Type: "AWS::AccessAnalyzer::Account", Version: 1, Scope: catalog.Regional, File: "account",
	Reads: []catalog.ReadSpec[accessanalyzer.Account]{
		{Facts: []string{"Analyzers"}, Calls: []awsop.Op{listAnalyzers}, Do: readAnalyzers},
	},
})

func readAnalyzers(ctx context.Context, at catalog.Place, a *accessanalyzer.Account) error {
	all := []accessanalyzer.Analyzer{}
	pages := sdk.NewListAnalyzersPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAnalyzersInput{MaxResults: aws.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, found := range page.Analyzers {
			all = append(all, accessanalyzer.Analyzer{
				Name: aws.ToString(found.Name), Type: string(found.Type), Status: string(found.Status),
			})
		}
	}
	slices.SortFunc(all, func(x, y accessanalyzer.Analyzer) int { return cmp.Compare(x.Name, y.Name) })
	a.Analyzers = resource.Is(all)
	return nil
}
