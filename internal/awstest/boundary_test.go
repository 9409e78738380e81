package awstest_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestBoundaryUses(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	past, through := iam.NewFromConfig(a.Config(region)), iam.NewFromConfig(a.Through(region))
	document := aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`)
	trust := aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}]}`)
	want := map[string]int32{}
	for uses, name := range []string{"none", "one", "two"} {
		p, err := past.CreatePolicy(t.Context(), &iam.CreatePolicyInput{PolicyName: &name, PolicyDocument: document})
		if err != nil {
			t.Fatal(err)
		}
		want[*p.Policy.Arn] = int32(uses)
		for i := range uses {
			_, err := past.CreateRole(t.Context(), &iam.CreateRoleInput{
				RoleName: aws.String(fmt.Sprintf("%s-%d", name, i)), AssumeRolePolicyDocument: trust, PermissionsBoundary: p.Policy.Arn,
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	details, err := through.GetAccountAuthorizationDetails(t.Context(), &iam.GetAccountAuthorizationDetailsInput{
		Filter: []types.EntityType{types.EntityTypeLocalManagedPolicy},
	})
	if err != nil || len(details.Policies) != len(want) {
		t.Fatalf("%d policies, %v", len(details.Policies), err)
	}
	for _, p := range details.Policies {
		alone, err := through.GetPolicy(t.Context(), &iam.GetPolicyInput{PolicyArn: p.Arn})
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range []*int32{p.PermissionsBoundaryUsageCount, alone.Policy.PermissionsBoundaryUsageCount} {
			if got == nil || *got != want[*p.Arn] {
				t.Errorf("%s is the boundary of %v roles, want %d", *p.Arn, aws.ToInt32(got), want[*p.Arn])
			}
		}
	}
}
