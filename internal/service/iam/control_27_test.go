package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl27(t *testing.T) {
	t.Parallel()
	user := func(in string, attached any) iam.User {
		return ada(func(u *iam.User) { u.Region, u.AttachedPolicies = in, fact[[]string](attached) })
	}
	const policy = ":iam::aws:policy/AWSCloudShellFullAccess"
	catalogtest.Judge(t, control27, map[string]catalogtest.Case{
		"nothing":           {Resource: user(region, []string{}), Want: control.Passed},
		"attached":          {Resource: user(region, []string{"arn:aws:iam::aws:policy/AmazonS3FullAccess", "arn:aws" + policy}), Want: control.Failed, Reason: "attached to ada"},
		"one of their own":  {Resource: user(region, []string{"arn:aws:iam::111122223333:policy/AWSCloudShellFullAccess"}), Want: control.Passed},
		"in China":          {Resource: user("cn-north-1", []string{"arn:aws-cn" + policy}), Want: control.Failed},
		"for the US agency": {Resource: user("us-gov-west-1", []string{"arn:aws-us-gov" + policy}), Want: control.Failed},
		"denied":            {Resource: user(region, catalogtest.Denied), Want: control.NotAvailable},
	})
}
