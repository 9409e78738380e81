package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
)

// A mail address waits until it is confirmed, however often it is subscribed, and cannot be taken off before.
func TestPendingSubscription(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := sns.NewFromConfig(a.Through(region))
	topic, err := client.CreateTopic(t.Context(), &sns.CreateTopicInput{Name: aws.String("ops")})
	if err != nil {
		t.Fatal(err)
	}
	subscribe := func(protocol, endpoint string, tell bool) string {
		out, err := client.Subscribe(t.Context(), &sns.SubscribeInput{TopicArn: topic.TopicArn, Protocol: &protocol, Endpoint: &endpoint, ReturnSubscriptionArn: tell})
		if err != nil {
			t.Fatal(err)
		}
		return *out.SubscriptionArn
	}
	shown := func() (arns []string) {
		out, err := client.ListSubscriptions(t.Context(), &sns.ListSubscriptionsInput{})
		if err != nil {
			t.Fatal(err)
		}
		by, err := client.ListSubscriptionsByTopic(t.Context(), &sns.ListSubscriptionsByTopicInput{TopicArn: topic.TopicArn})
		if err != nil || len(by.Subscriptions) != len(out.Subscriptions) {
			t.Fatal(err)
		}
		for i, s := range out.Subscriptions {
			if *s.SubscriptionArn != *by.Subscriptions[i].SubscriptionArn {
				t.Errorf("%s and %s", *s.SubscriptionArn, *by.Subscriptions[i].SubscriptionArn)
			}
			arns = append(arns, *s.SubscriptionArn)
		}
		return arns
	}
	if got := subscribe("email", "ada@example.com", false); got != "pending confirmation" {
		t.Errorf("got %s", got)
	}
	arn := subscribe("email", "ada@example.com", true)
	if got := shown(); len(got) != 1 || got[0] != "PendingConfirmation" {
		t.Errorf("got %v", got)
	}
	if _, err := client.Unsubscribe(t.Context(), &sns.UnsubscribeInput{SubscriptionArn: &arn}); awsconf.Code(err) != "InvalidParameter" {
		t.Errorf("got %v", err)
	}
	a.Confirm(region, "ada@example.com")
	if got := shown(); len(got) != 1 || got[0] != arn {
		t.Errorf("got %v", got)
	}
	if got := subscribe("email", "ada@example.com", false); got != arn {
		t.Errorf("subscribed again: %s", got)
	}
	if _, err := client.Unsubscribe(t.Context(), &sns.UnsubscribeInput{SubscriptionArn: &arn}); err != nil {
		t.Error(err)
	}
	queue := subscribe("sqs", "arn:aws:sqs:"+region+":"+a.ID+":q", false)
	if got := shown(); len(got) != 1 || got[0] != queue {
		t.Errorf("got %v", got)
	}
}

func TestTagsOfTopic(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := sns.NewFromConfig(a.Through(region))
	topic, err := client.CreateTopic(t.Context(), &sns.CreateTopicInput{Name: aws.String("ops")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.ListTagsForResource(t.Context(), &sns.ListTagsForResourceInput{ResourceArn: topic.TopicArn}); err != nil {
		t.Error(err)
	}
	if _, err := client.ListTagsForResource(t.Context(), &sns.ListTagsForResourceInput{ResourceArn: aws.String(*topic.TopicArn + "-gone")}); awsconf.Code(err) != "ResourceNotFound" {
		t.Errorf("got %v", err)
	}
}

// A trail records all management events until somebody says otherwise.
func TestEventSelectorsOfNewTrail(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	bucket := "trail-" + a.ID
	if _, err := s3.NewFromConfig(a.Config("us-east-1")).CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
	client := cloudtrail.NewFromConfig(a.Through(region))
	if _, err := client.CreateTrail(t.Context(), &cloudtrail.CreateTrailInput{Name: aws.String("main"), S3BucketName: &bucket}); err != nil {
		t.Fatal(err)
	}
	out, err := client.GetEventSelectors(t.Context(), &cloudtrail.GetEventSelectorsInput{TrailName: aws.String("main")})
	if err != nil || len(out.EventSelectors) != 1 || out.EventSelectors[0].ReadWriteType != "All" || !*out.EventSelectors[0].IncludeManagementEvents {
		t.Errorf("got %+v, %v", out, err)
	}
	if _, err := client.GetEventSelectors(t.Context(), &cloudtrail.GetEventSelectorsInput{TrailName: aws.String("gone")}); err == nil {
		t.Error("a trail that is not there has selectors")
	}
}
