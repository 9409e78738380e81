package awstest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/s3control/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestAccountsAreApart(t *testing.T) {
	t.Parallel()
	a, other := awstest.New(t), awstest.New(t)
	if err := createBucket(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if mine, others := buckets(t, a), buckets(t, other); mine != 1 || others != 0 {
		t.Errorf("%d buckets in one, %d in the other", mine, others)
	}
	calls := a.Calls()
	if len(calls) != 1 || calls[0].Account != a.ID || calls[0].Region != "us-east-1" || calls[0].Path != "/"+a.ID {
		t.Errorf("calls are %+v", calls)
	}
}

// A program that assumes a role acts in the role's account from then on.
func TestAssumeRoleThroughTheProxy(t *testing.T) {
	t.Parallel()
	a, member := awstest.New(t), awstest.New(t)
	got, err := sts.NewFromConfig(a.Through(region)).AssumeRole(t.Context(), &sts.AssumeRoleInput{
		RoleArn:         aws.String("arn:aws:iam::" + member.ID + ":role/auditor"),
		RoleSessionName: aws.String("manten"),
	})
	if err != nil {
		t.Fatal(err)
	}
	config := member.Through(region)
	config.Credentials = credentials.NewStaticCredentialsProvider(*got.Credentials.AccessKeyId, *got.Credentials.SecretAccessKey, *got.Credentials.SessionToken)
	member.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam"})
	_, err = iam.NewFromConfig(config).ListUsers(t.Context(), &iam.ListUsersInput{})
	wantCode(t, err, "AccessDenied")
	if a.Count("", "") != 1 || a.Count("sts", "AssumeRole") != 1 || member.Count("iam", "ListUsers") != 1 {
		t.Errorf("calls are %+v and %+v", a.Calls(), member.Calls())
	}
}

// A user's key made past the proxy has to be announced.
func TestOwn(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	prepare := iam.NewFromConfig(a.Config(region))
	if _, err := prepare.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("bob")}); err != nil {
		t.Fatal(err)
	}
	key, err := prepare.CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: aws.String("bob")})
	if err != nil {
		t.Fatal(err)
	}
	a.Own(*key.AccessKey.AccessKeyId)
	config := a.Through(region)
	config.Credentials = credentials.NewStaticCredentialsProvider(*key.AccessKey.AccessKeyId, *key.AccessKey.SecretAccessKey, "")
	who, err := sts.NewFromConfig(config).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || *who.Account != a.ID || a.Count("sts", "GetCallerIdentity") != 1 {
		t.Errorf("got %+v, %v; calls are %+v", who, err, a.Calls())
	}
}

// S3 Control has the account in the host; a fixture's client and one through the proxy reach
// the same block.
func TestS3Control(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	_, err := s3control.NewFromConfig(a.Config(region)).PutPublicAccessBlock(t.Context(), &s3control.PutPublicAccessBlockInput{
		AccountId:                      &a.ID,
		PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{BlockPublicAcls: aws.Bool(true)},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s3control.NewFromConfig(a.Through(region)).GetPublicAccessBlock(t.Context(), &s3control.GetPublicAccessBlockInput{AccountId: &a.ID})
	if err != nil || !*got.PublicAccessBlockConfiguration.BlockPublicAcls || a.Count("s3control", "GetPublicAccessBlock") != 1 {
		t.Errorf("got %+v, %v; calls are %+v", got, err, a.Calls())
	}
}

func TestEnv(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	env := a.Env()
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"} {
		if !slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, name+"=") && len(v) > len(name)+1 }) {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestRequestBodies(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	if err := createBucket(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	policy := `{"Version":"2012-10-17","Statement":[]}`
	_, err := s3.NewFromConfig(a.Through("us-east-1")).PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: &a.ID, Policy: &policy})
	if err != nil {
		t.Fatal(err)
	}
	calls := a.Calls()
	if last := calls[len(calls)-1]; last.Operation != "PutBucketPolicy" || string(last.Body) != policy {
		t.Errorf("the last call is %+v", last)
	}
}
