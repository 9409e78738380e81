package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
)

// A group that is not there has no tags, not even none; nor has one whose name only begins so.
func TestTagsOfLogGroup(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := cloudwatchlogs.NewFromConfig(a.Through(region))
	if _, err := client.CreateLogGroup(t.Context(), &cloudwatchlogs.CreateLogGroupInput{
		LogGroupName: aws.String("flows/vpc-1"), Tags: map[string]string{"team": "net"},
	}); err != nil {
		t.Fatal(err)
	}
	tags := func(name string) (map[string]string, error) {
		out, err := client.ListTagsForResource(t.Context(), &cloudwatchlogs.ListTagsForResourceInput{
			ResourceArn: aws.String("arn:aws:logs:" + region + ":" + a.ID + ":log-group:" + name),
		})
		if err != nil {
			return nil, err
		}
		return out.Tags, nil
	}
	if got, err := tags("flows/vpc-1"); err != nil || got["team"] != "net" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := tags("flows"); awsconf.Code(err) != "ResourceNotFoundException" {
		t.Errorf("got %v", err)
	}
}
