package iam

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/a+b c"}}}]}`

// allOf lists what a collector finds, and reads it whole or as far as facts are given.
func allOf[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, facts ...string) map[string]T {
	t.Helper()
	at := place(a, u)
	if len(facts) > 0 {
		at.Facts = facts
	}
	out := map[string]T{}
	for r, err := range u.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = catalogtest.As[T](t, must(u.Get(t.Context(), at, r))(t))
	}
	return out
}

// alone reads one resource by itself.
func alone[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, ref resource.Ref) T {
	t.Helper()
	return catalogtest.As[T](t, must(u.Get(t.Context(), place(a, u), u.Empty(ref)))(t))
}

// oneByOne holds that each resource says of itself what the listing says of it, and that nothing is listed for that.
func oneByOne[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, all map[string]T) {
	t.Helper()
	if len(all) == 0 {
		t.Fatalf("no %s is listed", u.Type)
	}
	for _, listed := range all {
		a.ResetCalls()
		got := alone[T](t, a, u, listed.Reference())
		sameFacts(t, got, listed, u.Facts)
		for _, op := range u.ListCalls {
			if n := a.Count("", op.Name[len("iam."):]); n > 0 {
				t.Errorf("reading %s called %s", listed.Reference(), op.Name)
			}
		}
	}
}

// isGone holds that a resource that is not there is reported as gone.
func isGone(t *testing.T, u *catalog.CollectorUnit, id, name string) {
	t.Helper()
	at := place(awstest.New(t), u)
	if _, err := u.Get(t.Context(), at, u.Empty(at.Ref(u.Type, id, name))); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("%s that is gone gives %v", u.Type, err)
	}
}

func newRoles(t *testing.T) *awstest.Account {
	t.Helper()
	a := awstest.New(t)
	client := sdk.NewFromConfig(a.Config(region))
	limit := policyOf(t, client, "limit", allowed)
	must(client.CreateRole(t.Context(), &sdk.CreateRoleInput{
		RoleName: aws.String("deploy"), Path: aws.String("/ci/"), Description: aws.String("releases"), MaxSessionDuration: aws.Int32(7200),
		AssumeRolePolicyDocument: aws.String(trust), PermissionsBoundary: limit, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("core")}},
	}))(t)
	must(client.CreateRole(t.Context(), &sdk.CreateRoleInput{RoleName: aws.String("plain"), AssumeRolePolicyDocument: aws.String(trust)}))(t)
	for _, name := range []string{"write", "read"} {
		must(client.AttachRolePolicy(t.Context(), &sdk.AttachRolePolicyInput{RoleName: aws.String("deploy"), PolicyArn: policyOf(t, client, name, allowed)}))(t)
		must(client.PutRolePolicy(t.Context(), &sdk.PutRolePolicyInput{RoleName: aws.String("deploy"), PolicyName: aws.String("own-" + name), PolicyDocument: aws.String(allowed)}))(t)
	}
	return a
}

func TestRoles(t *testing.T) {
	t.Parallel()
	a := newRoles(t)
	all := allOf[iam.Role](t, a, roles)
	arn := "arn:aws:iam::" + a.ID + ":"
	if got, want := all["deploy"].Ref, (resource.Ref{Type: "AWS::IAM::Role", Account: a.ID, Region: region, ID: arn + "role/ci/deploy", Name: "deploy"}); got != want {
		t.Errorf("the role is %+v, want %+v", got, want)
	}
	sameFacts(t, all["deploy"], iam.Role{
		TrustPolicy: resource.Is(trust), AttachedPolicies: resource.Is([]string{arn + "policy/read", arn + "policy/write"}),
		InlinePolicies: resource.Is([]string{"own-read", "own-write"}), PermissionsBoundary: resource.Is(arn + "policy/limit"),
		Path: resource.Is("/ci/"), Description: resource.Is("releases"), MaxSessionDuration: resource.Is(int32(7200)),
		Tags: resource.Is(map[string]string{"team": "core"}),
	}, roles.Facts)
	sameFacts(t, all["plain"], iam.Role{
		TrustPolicy: resource.Is(trust), AttachedPolicies: resource.Is([]string{}), InlinePolicies: resource.Is([]string{}),
		PermissionsBoundary: resource.None[string](), Path: resource.Is("/"), Description: resource.None[string](),
		MaxSessionDuration: resource.Is(int32(3600)), Tags: resource.Is(map[string]string{}),
	}, roles.Facts)
	oneByOne(t, a, roles, all)
}

// What the authorization details tell takes one call, however many roles there are.
func TestRolesCalls(t *testing.T) {
	t.Parallel()
	a := newRoles(t)
	facts := []string{"TrustPolicy", "AttachedPolicies", "InlinePolicies", "PermissionsBoundary", "Path", "Tags"}
	all := allOf[iam.Role](t, a, roles, facts...)
	if calls := a.Calls(); len(calls) != 1 || calls[0].Operation != "GetAccountAuthorizationDetails" || len(all) != 2 {
		t.Errorf("%d calls were made for %d roles", len(calls), len(all))
	}
	for _, listed := range all {
		sameFacts(t, alone[iam.Role](t, a, roles, listed.Ref), listed, facts)
	}
}

func TestRolesTwoPages(t *testing.T) {
	t.Parallel()
	a := newRoles(t)
	twice(a)
	n := 0
	for _, err := range roles.List(t.Context(), place(a, roles)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 4 {
		t.Errorf("%d roles on two pages of two", n)
	}
}

func TestRoleDenied(t *testing.T) {
	t.Parallel()
	for operation, facts := range map[string][]string{
		"GetRole":                  {"TrustPolicy", "PermissionsBoundary", "Path", "Description", "MaxSessionDuration", "Tags"},
		"ListAttachedRolePolicies": {"AttachedPolicies"}, "ListRolePolicies": {"InlinePolicies"},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			a := newRoles(t)
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: operation})
			at := place(a, roles)
			hides(t, alone[iam.Role](t, a, roles, at.Ref(roles.Type, "arn:aws:iam::"+a.ID+":role/plain", "plain")), roles, operation, facts)
		})
	}
}

func TestRoleIsGone(t *testing.T) {
	t.Parallel()
	isGone(t, roles, "arn:aws:iam::1:role/gone", "gone")
}

// Whatever kind of entity is listed, a listing that is denied ends with the reason.
func TestListsDenied(t *testing.T) {
	t.Parallel()
	for _, u := range []*catalog.CollectorUnit{users, groups, roles, policies, certificates} {
		a := awstest.New(t)
		for _, op := range u.ListCalls[:1] {
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: op.Name[len("iam."):]})
		}
		n := 0
		for _, err := range u.List(t.Context(), place(a, u)) {
			n++
			if !catalog.Denied(err) {
				t.Errorf("listing %s gave %v", u.Type, err)
			}
		}
		if n != 1 {
			t.Errorf("listing %s gave %d results", u.Type, n)
		}
	}
}
