package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl27(t *testing.T) {
	t.Parallel()
	user := func(in string, attached any) iam.User {
		return ada(func(u *iam.User) { u.Region, u.AttachedPolicies = in, fact[[]string](attached) })
	}
	role := func(attached ...string) iam.Role {
		return iam.Role{Ref: iam.RoleRef("111122223333", region, "ops"), AttachedPolicies: resource.Is(append([]string{}, attached...))}
	}
	group := func(attached ...string) iam.Group {
		ref := resource.Ref{Type: "AWS::IAM::Group", Account: "111122223333", Region: region, ID: "arn:aws:iam::111122223333:group/staff", Name: "staff"}
		return iam.Group{Ref: ref, AttachedPolicies: resource.Is(append([]string{}, attached...))}
	}
	const policy = ":iam::aws:policy/AWSCloudShellFullAccess"
	catalogtest.Judge(t, control27, map[string]catalogtest.Case{
		"nothing":           {Resource: user(region, []string{}), Want: control.Passed},
		"attached":          {Resource: user(region, []string{"arn:aws:iam::aws:policy/AmazonS3FullAccess", "arn:aws" + policy}), Want: control.Failed, Reason: "attached to ada"},
		"one of their own":  {Resource: user(region, []string{"arn:aws:iam::111122223333:policy/AWSCloudShellFullAccess"}), Want: control.Passed},
		"in China":          {Resource: user("cn-north-1", []string{"arn:aws-cn" + policy}), Want: control.Failed},
		"for the US agency": {Resource: user("us-gov-west-1", []string{"arn:aws-us-gov" + policy}), Want: control.Failed},
		"denied":            {Resource: user(region, catalogtest.Denied), Want: control.NotAvailable},
		"a role":            {Resource: role("arn:aws" + policy), Want: control.Failed, Reason: "attached to ops"},
		"a role, nothing":   {Resource: role(), Want: control.Passed},
		"a role, denied":    {Resource: iam.Role{Ref: iam.RoleRef("111122223333", region, "ops"), AttachedPolicies: fact[[]string](catalogtest.Denied)}, Want: control.NotAvailable},
		"a group":           {Resource: group("arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws"+policy), Want: control.Failed, Reason: "attached to staff"},
		"a group, nothing":  {Resource: group(), Want: control.Passed},
	})
}
