package ec2

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/mantenhq/manten/internal/awsop"
)

var describeRegions = awsop.Read((*sdk.Client).DescribeRegions, "ec2:DescribeRegions")

// RegionReads are the operations of [Regions], for the gate.
var RegionReads = []awsop.Op{describeRegions}

// Regions lists the regions that are enabled for the account, sorted.
func Regions(ctx context.Context, cfg aws.Config) ([]string, error) {
	out, err := sdk.NewFromConfig(cfg).DescribeRegions(ctx, &sdk.DescribeRegionsInput{AllRegions: aws.Bool(false)})
	if err != nil {
		return nil, fmt.Errorf("list the enabled regions: %w", err)
	}
	var names []string
	for _, r := range out.Regions {
		names = append(names, aws.ToString(r.RegionName))
	}
	slices.Sort(names)
	return names, nil
}
