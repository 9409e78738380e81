package iam

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

const everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// newPolicies makes "admin", whose second version is in force and which is attached to a user and a boundary of two
// roles, and "reports", which is nowhere.
func newPolicies(t *testing.T) *awstest.Account {
	t.Helper()
	a := awstest.New(t)
	client := sdk.NewFromConfig(a.Config(region))
	admin := must(client.CreatePolicy(t.Context(), &sdk.CreatePolicyInput{
		PolicyName: aws.String("admin"), Path: aws.String("/p/"), PolicyDocument: aws.String(allowed), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("core")}},
	}))(t).Policy.Arn
	must(client.CreatePolicyVersion(t.Context(), &sdk.CreatePolicyVersionInput{PolicyArn: admin, PolicyDocument: aws.String(everything), SetAsDefault: true}))(t)
	policyOf(t, client, "reports", allowed)
	must(client.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: aws.String("ada")}))(t)
	must(client.AttachUserPolicy(t.Context(), &sdk.AttachUserPolicyInput{UserName: aws.String("ada"), PolicyArn: admin}))(t)
	for _, name := range []string{"a", "b"} {
		must(client.CreateRole(t.Context(), &sdk.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: aws.String(trust), PermissionsBoundary: admin}))(t)
	}
	return a
}

func TestPolicies(t *testing.T) {
	t.Parallel()
	a := newPolicies(t)
	all := allOf[iam.Policy](t, a, policies)
	if got := all["admin"].Ref; got.ID != "arn:aws:iam::"+a.ID+":policy/p/admin" || got.Region != region || len(all) != 2 {
		t.Errorf("the policy is %+v, one of %d", got, len(all))
	}
	sameFacts(t, all["admin"], iam.Policy{
		Document: resource.Is(everything), Attachments: resource.Is(1), BoundaryUses: resource.Is(2),
		Tags: resource.Is(map[string]string{"team": "core"}),
	}, policies.Facts)
	sameFacts(t, all["reports"], iam.Policy{
		Document: resource.Is(allowed), Attachments: resource.Is(0), BoundaryUses: resource.Is(0), Tags: resource.Is(map[string]string{}),
	}, policies.Facts)
	oneByOne(t, a, policies, all)
}

func TestPoliciesCalls(t *testing.T) {
	t.Parallel()
	a := newPolicies(t)
	all := allOf[iam.Policy](t, a, policies, control1.Reads...)
	if calls := a.Calls(); len(calls) != 1 || calls[0].Operation != "GetAccountAuthorizationDetails" || len(all) != 2 {
		t.Errorf("%d calls were made for %d policies", len(calls), len(all))
	}
	for _, listed := range all {
		sameFacts(t, alone[iam.Policy](t, a, policies, listed.Ref), listed, control1.Reads)
	}
}

func TestPoliciesTwoPages(t *testing.T) {
	t.Parallel()
	a := newPolicies(t)
	twice(a)
	n := 0
	for _, err := range policies.List(t.Context(), place(a, policies)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 4 {
		t.Errorf("%d policies on two pages of two", n)
	}
}

func TestPolicyDenied(t *testing.T) {
	t.Parallel()
	for operation, facts := range map[string][]string{
		"GetPolicy": policies.Facts, "GetPolicyVersion": {"Document"},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			a := newPolicies(t)
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: operation})
			at := place(a, policies)
			hides(t, alone[iam.Policy](t, a, policies, at.Ref(policies.Type, "arn:aws:iam::"+a.ID+":policy/reports", "reports")), policies, operation, facts)
		})
	}
}

// A listing that does not tell how a policy is used, or which version is in force, leaves it to the policy itself.
func TestPolicyListedInPart(t *testing.T) {
	t.Parallel()
	arn := "arn:aws:iam::111122223333:policy/p/admin"
	p := listedPolicy(place(awstest.New(t), policies), types.ManagedPolicyDetail{
		Arn: &arn, AttachmentCount: aws.Int32(1), PolicyVersionList: []types.PolicyVersion{{Document: aws.String(everything)}},
	})
	for _, name := range policies.Facts {
		if s := resource.FactOf(p, name).State(); s != resource.NotAsked {
			t.Errorf("%s is %s", name, s)
		}
	}
	if p.Name != "admin" || p.ID != arn {
		t.Errorf("the policy is %+v", p.Ref)
	}
}

func TestPolicyIsGone(t *testing.T) {
	t.Parallel()
	isGone(t, policies, "arn:aws:iam::111122223333:policy/gone", "gone")
}
