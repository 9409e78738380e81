package sns

import (
	"context"
	"iter"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

var (
	listSubscriptions = awsop.Read((*sdk.Client).ListSubscriptions, "sns:ListSubscriptions")
	listOfTopic       = awsop.Read((*sdk.Client).ListSubscriptionsByTopic, "sns:ListSubscriptionsByTopic")
)

var subscriptions = catalog.Collector(Service, catalog.CollectorSpec[sns.Subscription]{
	Type: "AWS::SNS::Subscription", Version: 1, Scope: catalog.Regional, File: "subscription",
	ListCalls: []awsop.Op{listSubscriptions},
	List:      listEverySubscription,
	Gone:      []string{"NotFound", "NotFoundException"},
	Reads: []catalog.ReadSpec[sns.Subscription]{
		{Facts: []string{"Confirmed", "ARN"}, Calls: []awsop.Op{listOfTopic}, Do: readSubscription},
	},
})

func nameOf(arn string) string { return arn[strings.LastIndex(arn, ":")+1:] }

// listEverySubscription yields those of all topics: a call for a hundred, where asking topic by topic costs a call each.
func listEverySubscription(ctx context.Context, at catalog.Place) iter.Seq2[sns.Subscription, error] {
	return func(yield func(sns.Subscription, error) bool) {
		pages := sdk.NewListSubscriptionsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListSubscriptionsInput{})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(sns.Subscription{}, err)
				return
			}
			for _, found := range page.Subscriptions {
				if aws.ToString(found.SubscriptionArn) != deleted && !yield(show(at, found), nil) {
					return
				}
			}
		}
	}
}

// deleted stands in the place of the ARN of a subscription that is no longer there, but listed for some time.
const deleted = "Deleted"

// show takes a subscription over. In the place of its ARN stands a word while it is not confirmed.
func show(at catalog.Place, found types.Subscription) sns.Subscription {
	ref := sns.SubscriptionRef(at.Account, at.Region, aws.ToString(found.TopicArn), aws.ToString(found.Protocol), aws.ToString(found.Endpoint))
	s := sns.Subscription{Ref: ref, Confirmed: resource.Is(false), ARN: resource.None[string]()}
	if arn := aws.ToString(found.SubscriptionArn); strings.HasPrefix(arn, "arn:") {
		s.Confirmed, s.ARN = resource.Is(true), resource.Is(arn)
	}
	return s
}

func readSubscription(ctx context.Context, at catalog.Place, s *sns.Subscription) error {
	topic, _, _ := s.Parts()
	pages := sdk.NewListSubscriptionsByTopicPaginator(sdk.NewFromConfig(at.Config), &sdk.ListSubscriptionsByTopicInput{TopicArn: &topic})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, found := range page.Subscriptions {
			if o := show(at, found); o.ID == s.ID && aws.ToString(found.SubscriptionArn) != deleted {
				s.Confirmed, s.ARN = o.Confirmed, o.ARN
				return nil
			}
		}
	}
	return catalog.ErrGone
}
