package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
)

// A new bucket has AWS's defaults, in whatever region.
func TestNewBucket(t *testing.T) {
	t.Parallel()
	for in, where := range map[string]*types.CreateBucketConfiguration{
		"us-east-1": nil, "eu-west-1": {LocationConstraint: types.BucketLocationConstraintEuWest1},
	} {
		t.Run(in, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			client, name := s3.NewFromConfig(a.Through(in)), "new-"+a.ID
			if _, err := client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name, CreateBucketConfiguration: where}); err != nil {
				t.Fatal(err)
			}
			e, err := client.GetBucketEncryption(t.Context(), &s3.GetBucketEncryptionInput{Bucket: &name})
			if err != nil || e.ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm != types.ServerSideEncryptionAes256 {
				t.Errorf("encryption is %+v (%v)", e, err)
			}
			o, err := client.GetBucketOwnershipControls(t.Context(), &s3.GetBucketOwnershipControlsInput{Bucket: &name})
			if err != nil || o.OwnershipControls.Rules[0].ObjectOwnership != types.ObjectOwnershipBucketOwnerEnforced {
				t.Errorf("ownership is %+v (%v)", o, err)
			}
			b, err := client.GetPublicAccessBlock(t.Context(), &s3.GetPublicAccessBlockInput{Bucket: &name})
			if err != nil || !aws.ToBool(b.PublicAccessBlockConfiguration.BlockPublicPolicy) || !aws.ToBool(b.PublicAccessBlockConfiguration.IgnorePublicAcls) {
				t.Errorf("the block is %+v (%v)", b, err)
			}
		})
	}
}
