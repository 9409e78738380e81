package sns

import (
	"context"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

var (
	listTopics         = awsop.Read((*sdk.Client).ListTopics, "sns:ListTopics")
	getTopicAttributes = awsop.Read((*sdk.Client).GetTopicAttributes, "sns:GetTopicAttributes")
	listTags           = awsop.Read((*sdk.Client).ListTagsForResource, "sns:ListTagsForResource")
)

var topics = catalog.Collector(Service, catalog.CollectorSpec[sns.Topic]{
	Type: "AWS::SNS::Topic", Version: 1, Scope: catalog.Regional, File: "topic",
	ListCalls: []awsop.Op{listTopics},
	List:      listAll,
	Gone:      []string{"NotFound", "NotFoundException", "ResourceNotFound"},
	Reads: []catalog.ReadSpec[sns.Topic]{
		{Facts: []string{"Policy", "Key"}, Calls: []awsop.Op{getTopicAttributes}, Do: readAttributes},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listTags}, Do: readTags},
	},
})

func listAll(ctx context.Context, at catalog.Place) iter.Seq2[sns.Topic, error] {
	return func(yield func(sns.Topic, error) bool) {
		pages := sdk.NewListTopicsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListTopicsInput{})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(sns.Topic{}, err)
				return
			}
			for _, found := range page.Topics {
				arn := aws.ToString(found.TopicArn)
				if !yield(sns.Topic{Ref: at.Ref("AWS::SNS::Topic", arn, nameOf(arn))}, nil) {
					return
				}
			}
		}
	}
}

func readAttributes(ctx context.Context, at catalog.Place, t *sns.Topic) error {
	out, err := sdk.NewFromConfig(at.Config).GetTopicAttributes(ctx, &sdk.GetTopicAttributesInput{TopicArn: &t.ID})
	if err != nil {
		return err
	}
	t.Policy, t.Key = resource.Is(out.Attributes["Policy"]), resource.None[string]()
	if key := out.Attributes["KmsMasterKeyId"]; key != "" {
		t.Key = resource.Is(key)
	}
	return nil
}

func readTags(ctx context.Context, at catalog.Place, t *sns.Topic) error {
	out, err := sdk.NewFromConfig(at.Config).ListTagsForResource(ctx, &sdk.ListTagsForResourceInput{ResourceArn: &t.ID})
	if err != nil {
		return err
	}
	tags := map[string]string{}
	for _, tag := range out.Tags {
		tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	t.Tags = resource.Is(tags)
	return nil
}
