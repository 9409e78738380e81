package iam

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func newGroups(t *testing.T) *awstest.Account {
	t.Helper()
	a := newStaff(t).account
	client := sdk.NewFromConfig(a.Config(region))
	must(client.CreateGroup(t.Context(), &sdk.CreateGroupInput{GroupName: aws.String("ops"), Path: aws.String("/teams/")}))(t)
	must(client.CreateGroup(t.Context(), &sdk.CreateGroupInput{GroupName: aws.String("empty")}))(t)
	for _, user := range []string{"ada", "bob"} {
		must(client.AddUserToGroup(t.Context(), &sdk.AddUserToGroupInput{GroupName: aws.String("ops"), UserName: &user}))(t)
	}
	for _, name := range []string{"write", "read"} {
		must(client.AttachGroupPolicy(t.Context(), &sdk.AttachGroupPolicyInput{GroupName: aws.String("ops"), PolicyArn: policyOf(t, client, name, allowed)}))(t)
		must(client.PutGroupPolicy(t.Context(), &sdk.PutGroupPolicyInput{GroupName: aws.String("ops"), PolicyName: aws.String("own-" + name), PolicyDocument: aws.String(allowed)}))(t)
	}
	return a
}

func TestGroups(t *testing.T) {
	t.Parallel()
	a := newGroups(t)
	all := allOf[iam.Group](t, a, groups)
	if n := len(a.Calls()); n != 1 {
		t.Errorf("listing groups with their members took %d calls", n)
	}
	arn := "arn:aws:iam::" + a.ID + ":"
	if got := all["ops"].Ref; got.ID != arn+"group/teams/ops" || got.Region != region {
		t.Errorf("the group is %+v", got)
	}
	sameFacts(t, all["ops"], iam.Group{
		AttachedPolicies: resource.Is([]string{arn + "policy/read", arn + "policy/write"}),
		InlinePolicies:   resource.Is([]string{"own-read", "own-write"}), Members: resource.Is(2),
	}, groups.Facts)
	sameFacts(t, all["empty"], iam.Group{
		AttachedPolicies: resource.Is([]string{}), InlinePolicies: resource.Is([]string{}), Members: resource.Is(0),
	}, groups.Facts)
	oneByOne(t, a, groups, all)
}

// Users are looked at only for the number of members.
func TestGroupsWithoutMembers(t *testing.T) {
	t.Parallel()
	a := newGroups(t)
	if all := allOf[iam.Group](t, a, groups, "AttachedPolicies"); all["ops"].Members.State() != resource.NotAsked || len(a.Calls()) != 1 {
		t.Errorf("the members are %s, after %d calls", all["ops"].Members.State(), len(a.Calls()))
	}
}

// A user counts on whichever page it stands.
func TestGroupsTwoPages(t *testing.T) {
	t.Parallel()
	a := newGroups(t)
	twice(a)
	members := 0
	for r, err := range groups.List(t.Context(), place(a, groups)) {
		if err != nil {
			t.Fatal(err)
		}
		members += catalogtest.As[iam.Group](t, r).Members.Value()
	}
	if members != 8 {
		t.Errorf("%d members; each of two pages tells two groups of the same name, and two members", members)
	}
}

func TestGroupDenied(t *testing.T) {
	t.Parallel()
	for operation, fact := range map[string]string{
		"GetGroup": "Members", "ListAttachedGroupPolicies": "AttachedPolicies", "ListGroupPolicies": "InlinePolicies",
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			a := newGroups(t)
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: operation})
			at := place(a, groups)
			hides(t, alone[iam.Group](t, a, groups, at.Ref(groups.Type, "arn:aws:iam::"+a.ID+":group/empty", "empty")), groups, operation, []string{fact})
		})
	}
}

func TestGroupIsGone(t *testing.T) {
	t.Parallel()
	isGone(t, groups, "arn:aws:iam::1:group/gone", "gone")
}
