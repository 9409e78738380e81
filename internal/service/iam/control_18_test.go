package iam

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

const (
	trustNobody   = `{"Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`
	trustSomebody = `{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
)

func TestControl18(t *testing.T) {
	t.Parallel()
	support := resource.Is([]string{"arn:aws:iam::aws:policy/AWSSupportAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"})
	group := func(members resource.Fact[int]) resource.Resource {
		return iam.Group{Ref: resource.Ref{Name: "ops"}, AttachedPolicies: support, Members: members}
	}
	role := func(trust resource.Fact[string]) resource.Resource {
		return iam.Role{Ref: resource.Ref{Name: "support"}, AttachedPolicies: support, TrustPolicy: trust}
	}
	user := iam.User{Ref: resource.Ref{Name: "ada"}, AttachedPolicies: support}
	unread := iam.User{Ref: resource.Ref{Name: "bob"}, AttachedPolicies: resource.HiddenFor[[]string](catalogtest.Denied)}
	open, empty := role(resource.Is(trustSomebody)), group(resource.Is(0))
	for name, c := range map[string]struct {
		world  []resource.Resource
		want   control.Status
		reason string
	}{
		"nobody": {nil, control.Failed, "to no user, group or role"},
		"other policies": {
			[]resource.Resource{iam.User{AttachedPolicies: resource.Is([]string{"arn:aws:iam::111122223333:policy/AWSSupportAccess"})}},
			control.Failed, "to no user, group or role",
		},
		"a role":                    {[]resource.Resource{open}, control.Passed, "attached to role support"},
		"a user":                    {[]resource.Resource{user}, control.Passed, "attached to user ada"},
		"a group":                   {[]resource.Resource{group(resource.Is(1))}, control.Passed, "attached to group ops"},
		"nobody there":              {[]resource.Resource{empty, role(resource.Is(trustNobody))}, control.Failed, "to group ops, role support only"},
		"one will do":               {[]resource.Resource{empty, open, unread}, control.Passed, "attached to role support"},
		"a user unread":             {[]resource.Resource{empty, unread}, control.NotAvailable, "AccessDenied"},
		"members unread":            {[]resource.Resource{group(resource.HiddenFor[int](catalogtest.Denied))}, control.NotAvailable, "AccessDenied"},
		"trust unread":              {[]resource.Resource{role(resource.HiddenFor[string](catalogtest.Denied))}, control.NotAvailable, "AccessDenied"},
		"a trust policy of no form": {[]resource.Resource{role(resource.Is("oops"))}, control.NotAvailable, "trust policy of role support"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := judged18(catalog.NewWorld(c.world))
			if v.Status != c.want || !strings.Contains(v.Reason.Text, c.reason) {
				t.Errorf("got %s: %s", v.Status, v.Reason)
			}
		})
	}
}

func judged18(w catalog.World) control.Verdict {
	return control18.EvaluateIn(w, theAccount(func(*iam.Account) {}), control18.Params.Defaults, catalogtest.Now)
}

// Where the entities of one kind could not be listed, nobody can tell that there is none.
func TestControl18Unlisted(t *testing.T) {
	t.Parallel()
	for _, u := range []*catalog.CollectorUnit{groups, roles, users} {
		w := catalog.NewWorld(nil)
		w.Unlisted(u, catalogtest.Denied)
		if v := judged18(w); v.Status != control.NotAvailable {
			t.Errorf("without %s: %s", u.Type, v.Status)
		}
	}
}
