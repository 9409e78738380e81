package guardduty

import (
	"cmp"
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/guardduty"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/guardduty"
)

var (
	listDetectors = awsop.Read((*sdk.Client).ListDetectors, "guardduty:ListDetectors")
	getDetector   = awsop.Read((*sdk.Client).GetDetector, "guardduty:GetDetector")
)

var accounts = catalog.Collector(Service, catalog.CollectorSpec[guardduty.Account]{
	Type: "AWS::GuardDuty::Account", Version: 1, Scope: catalog.Regional, File: "account",
	Reads: []catalog.ReadSpec[guardduty.Account]{
		{Facts: []string{"Detectors"}, Calls: []awsop.Op{listDetectors, getDetector}, Do: readDetectors},
	},
})

func readDetectors(ctx context.Context, at catalog.Place, a *guardduty.Account) error {
	client := sdk.NewFromConfig(at.Config)
	all := []guardduty.Detector{}
	pages := sdk.NewListDetectorsPaginator(client, &sdk.ListDetectorsInput{MaxResults: aws.Int32(50)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, id := range page.DetectorIds {
			out, err := client.GetDetector(ctx, &sdk.GetDetectorInput{DetectorId: &id})
			if err != nil {
				return err
			}
			all = append(all, guardduty.Detector{ID: id, Status: string(out.Status)})
		}
	}
	slices.SortFunc(all, func(x, y guardduty.Detector) int { return cmp.Compare(x.ID, y.ID) })
	a.Detectors = resource.Is(all)
	return nil
}
