package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
)

// A trail is deleted by its name or its ARN, once.
func TestDeleteTrail(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	bucket := "trails-" + a.ID
	if _, err := s3.NewFromConfig(a.Config("us-east-1")).CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
	c := cloudtrail.NewFromConfig(a.Through(region))
	for _, name := range []string{"audit", "arn:aws:cloudtrail:" + region + ":" + a.ID + ":trail/audit"} {
		if _, err := c.CreateTrail(t.Context(), &cloudtrail.CreateTrailInput{Name: aws.String("audit"), S3BucketName: &bucket}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.DeleteTrail(t.Context(), &cloudtrail.DeleteTrailInput{Name: &name}); err != nil {
			t.Fatal(err)
		}
		if out, err := c.DescribeTrails(t.Context(), &cloudtrail.DescribeTrailsInput{}); err != nil || len(out.TrailList) > 0 {
			t.Errorf("after deleting %s: %+v, %v", name, out, err)
		}
		if _, err := c.DeleteTrail(t.Context(), &cloudtrail.DeleteTrailInput{Name: &name}); awsconf.Code(err) != "TrailNotFoundException" {
			t.Errorf("deleting %s again: %v", name, err)
		}
	}
}
