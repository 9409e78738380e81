package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestMFADelete(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := s3.NewFromConfig(a.Through("us-east-1"))
	bucket := "mfa-" + a.ID
	if _, err := client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
	put := func(mfa types.MFADelete, device *string) error {
		_, err := client.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{
			Bucket: &bucket, MFA: device,
			VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled, MFADelete: mfa},
		})
		return err
	}
	want := func(mfa types.MFADeleteStatus) {
		t.Helper()
		got, err := client.GetBucketVersioning(t.Context(), &s3.GetBucketVersioningInput{Bucket: &bucket})
		if err != nil || got.MFADelete != mfa || got.Status != types.BucketVersioningStatusEnabled {
			t.Errorf("got %+v, %v, want %q", got, err, mfa)
		}
	}
	device := aws.String("arn:aws:iam::" + a.ID + ":mfa/root-account-mfa-device 123456")
	wantOutcome(t, put("", nil), "")
	want("")
	wantOutcome(t, put(types.MFADeleteEnabled, nil), "AccessDenied")
	want("")
	wantOutcome(t, put(types.MFADeleteEnabled, device), "")
	want(types.MFADeleteStatusEnabled)
	wantOutcome(t, put("", nil), "")
	want(types.MFADeleteStatusEnabled)
	wantOutcome(t, put(types.MFADeleteDisabled, device), "")
	want(types.MFADeleteStatusDisabled)
}
