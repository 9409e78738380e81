package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestCreateIAMSupportRole(t *testing.T) {
	t.Parallel()
	china := theAccount(func(a *iam.Account) { a.Region = "cn-north-1" })
	for name, c := range map[string]struct {
		account resource.Resource
		role    resource.Fact[string]
		params  map[string]any
	}{
		"account": {account: theAccount(func(*iam.Account) {})},
		"named":   {account: theAccount(func(*iam.Account) {}), params: map[string]any{"trustedPrincipals": []string{"arn:aws:iam::111122223333:role/oncall"}}},
		"there":   {account: theAccount(func(*iam.Account) {}), role: resource.Is(trustSomebody)},
		"idle":    {account: theAccount(func(*iam.Account) {}), role: resource.Is(trustNobody)},
		"unread":  {account: theAccount(func(*iam.Account) {}), role: resource.HiddenFor[string](catalogtest.Denied)},
		"broken":  {account: theAccount(func(*iam.Account) {}), role: resource.Is("oops")},
		"china":   {account: china},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var w catalog.World
			if c.role.State() != resource.NotAsked {
				w = catalogtest.World([]resource.Resource{iam.Role{Ref: iam.RoleRef("111122223333", "us-east-1", "aws_incident_support_role"), TrustPolicy: c.role}})
			}
			catalogtest.GoldenBundle(t, createSupportRole, name, c.account, w, c.params)
		})
	}
}
