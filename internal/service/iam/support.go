package iam

import (
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// awsManaged is the ARN of a policy that AWS manages, in the partition of a region.
func awsManaged(region, name string) string {
	return resource.ARN(region, "iam", "", "aws", "policy/"+name)
}

// holderNeeds is what tells who holds a policy, and whether anybody can act by it.
var holderNeeds = []catalog.Need{
	catalog.Needs[iam.Group]("AttachedPolicies", "Members"),
	catalog.Needs[iam.Role]("AttachedPolicies", "TrustPolicy"),
	catalog.Needs[iam.User]("AttachedPolicies"),
}

// holders are the groups, roles and users to which a policy is attached, by kind and name.
type holders struct {
	// usable are those by which somebody can act: a user, a group that has a user, a role that trusts somebody.
	usable []string
	// idle are the others.
	idle []string
	// unread is the verdict where something could not be read that might be a usable one, nil where all was read.
	unread *control.Verdict
}

func holdersOf(w catalog.World, arn string) holders {
	var h holders
	for _, g := range catalog.All[iam.Group](w) {
		n, known := g.Members.Get()
		h.add(g, arn, g.AttachedPolicies, "group "+g.Name, n > 0, known, "Members")
	}
	for _, r := range catalog.All[iam.Role](w) {
		doc, err := policy.Parse(r.TrustPolicy.Value())
		known := r.TrustPolicy.State() == resource.Known && err == nil
		if r.TrustPolicy.State() == resource.Known && err != nil && slices.Contains(r.AttachedPolicies.Value(), arn) {
			v := control.Unknown(broken18.With("role", r.Name, "error", err.Error()))
			h.unread = &v
			continue
		}
		h.add(r, arn, r.AttachedPolicies, "role "+r.Name, known && slices.ContainsFunc(doc.Statements, trusting), known, "TrustPolicy")
	}
	for _, u := range catalog.All[iam.User](w) {
		h.add(u, arn, u.AttachedPolicies, "user "+u.Name, true, true)
	}
	return h
}

// add takes an entity in, if the policy is attached to it. Facts are those that tell whether it is usable.
func (h *holders) add(r resource.Resource, arn string, attached resource.Fact[[]string], what string, usable, known bool, facts ...string) {
	switch {
	case !attached.Sure():
		facts = []string{"AttachedPolicies"}
	case !slices.Contains(attached.Value(), arn):
		return
	case usable:
		h.usable = append(h.usable, what)
		return
	case known:
		h.idle = append(h.idle, what)
		return
	}
	if v, no := catalog.Unsure(r, facts...); no && h.unread == nil {
		h.unread = &v
	}
}

// unlisted is the verdict where the entities of some kind could not all be listed.
func unlisted(w catalog.World) (control.Verdict, bool) {
	if v, no := catalog.Unseen[iam.Group](w); no {
		return v, true
	}
	if v, no := catalog.Unseen[iam.Role](w); no {
		return v, true
	}
	return catalog.Unseen[iam.User](w)
}

// trusting tells whether a statement of a trust policy names somebody who may take the role on.
func trusting(s policy.Statement) bool {
	for _, ids := range s.Principal {
		if s.Effect == "Allow" && len(ids) > 0 {
			return true
		}
	}
	return s.Effect == "Allow" && len(s.NotPrincipal) > 0
}
