package logs

import (
	"context"
	"iter"
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

var (
	describeLogGroups = awsop.Read((*sdk.Client).DescribeLogGroups, "logs:DescribeLogGroups")
	listTags          = awsop.Read((*sdk.Client).ListTagsForResource, "logs:ListTagsForResource")
)

var groups = catalog.Collector(Service, catalog.CollectorSpec[logs.Group]{
	Type: "AWS::Logs::LogGroup", Version: 1, Scope: catalog.Regional, File: "log_group",
	ListCalls: []awsop.Op{describeLogGroups},
	List: func(ctx context.Context, at catalog.Place) iter.Seq2[logs.Group, error] {
		return listGroups(ctx, at, nil)
	},
	Gone: []string{"ResourceNotFoundException"},
	Reads: []catalog.ReadSpec[logs.Group]{
		{Facts: []string{"Retention", "Key"}, Calls: []awsop.Op{describeLogGroups}, Do: readGroup},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listTags}, Do: readTags},
	},
})

// listGroups yields the groups whose names begin so; nil stands for all.
func listGroups(ctx context.Context, at catalog.Place, prefix *string) iter.Seq2[logs.Group, error] {
	return func(yield func(logs.Group, error) bool) {
		pages := sdk.NewDescribeLogGroupsPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeLogGroupsInput{
			LogGroupNamePrefix: prefix, Limit: aws.Int32(50),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(logs.Group{}, err)
				return
			}
			for _, g := range page.LogGroups {
				if !yield(show(at, g), nil) {
					return
				}
			}
		}
	}
}

func show(at catalog.Place, found types.LogGroup) logs.Group {
	g := logs.Group{
		Ref:       logs.GroupRef(at.Account, at.Region, aws.ToString(found.LogGroupName)),
		Retention: resource.Is(aws.ToInt32(found.RetentionInDays)), Key: resource.None[string](),
	}
	if key := aws.ToString(found.KmsKeyId); key != "" {
		g.Key = resource.Is(key)
	}
	return g
}

func readGroup(ctx context.Context, at catalog.Place, g *logs.Group) error {
	for found, err := range listGroups(ctx, at, &g.Name) {
		if err != nil {
			return err
		}
		if found.Name == g.Name {
			g.Retention, g.Key = found.Retention, found.Key
			return nil
		}
	}
	return catalog.ErrGone
}

func readTags(ctx context.Context, at catalog.Place, g *logs.Group) error {
	out, err := sdk.NewFromConfig(at.Config).ListTagsForResource(ctx, &sdk.ListTagsForResourceInput{ResourceArn: &g.ID})
	if err != nil {
		return err
	}
	tags := map[string]string{}
	maps.Copy(tags, out.Tags)
	g.Tags = resource.Is(tags)
	return nil
}
