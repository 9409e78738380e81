package awstest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awstest"
)

const region = "eu-west-1"

// A question is one read of a service, with the codes that AWS refuses it with.
type question struct {
	ask                       func(context.Context, aws.Config, string) error
	denied, failed, throttled string
	operation                 string
}

func questions() map[string]question {
	return map[string]question{
		"ec2": {
			operation: "DescribeSecurityGroups", denied: "UnauthorizedOperation", failed: "InternalError", throttled: "RequestLimitExceeded",
			ask: func(ctx context.Context, c aws.Config, _ string) error {
				_, err := ec2.NewFromConfig(c).DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{})
				return err
			},
		},
		"iam": {
			operation: "ListUsers", denied: "AccessDenied", failed: "InternalFailure", throttled: "Throttling",
			ask: func(ctx context.Context, c aws.Config, _ string) error {
				_, err := iam.NewFromConfig(c).ListUsers(ctx, &iam.ListUsersInput{})
				return err
			},
		},
		"kms": {
			operation: "ListKeys", denied: "AccessDeniedException", failed: "InternalFailure", throttled: "ThrottlingException",
			ask: func(ctx context.Context, c aws.Config, _ string) error {
				_, err := kms.NewFromConfig(c).ListKeys(ctx, &kms.ListKeysInput{})
				return err
			},
		},
		"s3": {
			operation: "ListBuckets", denied: "AccessDenied", failed: "InternalError", throttled: "SlowDown",
			ask: func(ctx context.Context, c aws.Config, _ string) error {
				_, err := s3.NewFromConfig(c).ListBuckets(ctx, &s3.ListBucketsInput{})
				return err
			},
		},
		"s3control": {
			operation: "ListAccessPoints", denied: "AccessDenied", failed: "InternalError", throttled: "SlowDown",
			ask: func(ctx context.Context, c aws.Config, account string) error {
				_, err := s3control.NewFromConfig(c).ListAccessPoints(ctx, &s3control.ListAccessPointsInput{AccountId: &account})
				return err
			},
		},
		"sts": {
			operation: "GetCallerIdentity", denied: "AccessDenied", failed: "InternalFailure", throttled: "Throttling",
			ask: func(ctx context.Context, c aws.Config, _ string) error {
				_, err := sts.NewFromConfig(c).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
				return err
			},
		},
	}
}

// Each protocol's refusals are seen with the right code through the SDK, and what a test
// prepares is not refused.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for service, q := range questions() {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			for _, step := range []struct {
				do   awstest.Action
				want string
			}{
				{awstest.Deny(), q.denied},
				{awstest.Fail(), q.failed},
				{awstest.Refuse(400, "MalformedPolicy", "<no & no>"), "MalformedPolicy"},
				{awstest.Throttle(), q.throttled},
			} {
				remove := a.Rule(awstest.Rule{Do: step.do, Operation: q.operation, Service: service})
				wantCode(t, q.ask(t.Context(), a.Through(region), a.ID), step.want)
				if err := q.ask(t.Context(), a.Config(region), a.ID); err != nil {
					t.Errorf("past the proxy: %v", err)
				}
				remove()
			}
			if err := q.ask(t.Context(), a.Through(region), a.ID); err != nil {
				t.Errorf("without a rule: %v", err)
			}
			if n := a.Count(service, q.operation); n != 5 {
				t.Errorf("%d calls counted, want 5 (a throttled call is not repeated): %+v", n, a.Calls())
			}
		})
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var apiError smithy.APIError
	if !errors.As(err, &apiError) || apiError.ErrorCode() != code {
		t.Errorf("got %v, want code %s", err, code)
	}
}
