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

// holders are the groups, roles and users to which a policy is attached, in this order and by name.
type holders struct {
	arn string
	// usable are those by which somebody can act: a group that has a user, a role that trusts somebody, any user.
	usable []string
	idle   []string
	// unread is the verdict where one that could not be read may be usable, its zero value where all were read.
	unread control.Verdict
}

func holdersOf(w catalog.World, arn string) holders {
	h := holders{arn: arn}
	for _, g := range catalog.All[iam.Group](w) {
		h.look(g, g.AttachedPolicies, "group "+g.Name, func() (bool, control.Verdict) {
			v, _ := catalog.Unsure(g, "Members")
			return g.Members.Value() > 0, v
		})
	}
	for _, r := range catalog.All[iam.Role](w) {
		h.look(r, r.AttachedPolicies, "role "+r.Name, func() (bool, control.Verdict) { return trusts(r) })
	}
	for _, u := range catalog.All[iam.User](w) {
		h.look(u, u.AttachedPolicies, "user "+u.Name, func() (bool, control.Verdict) { return true, control.Verdict{} })
	}
	return h
}

// look takes an entity in if the policy is attached to it. Usable gives a verdict where that cannot be told.
func (h *holders) look(r resource.Resource, attached resource.Fact[[]string], what string, usable func() (bool, control.Verdict)) {
	if v, no := catalog.Unsure(r, "AttachedPolicies"); no {
		h.unread = v
		return
	}
	if !slices.Contains(attached.Value(), h.arn) {
		return
	}
	switch can, v := usable(); {
	case v.Status != "":
		h.unread = v
	case can:
		h.usable = append(h.usable, what)
	default:
		h.idle = append(h.idle, what)
	}
}

// trusts tells whether a role's trust policy lets anybody take it on.
func trusts(r iam.Role) (bool, control.Verdict) {
	if v, no := catalog.Unsure(r, "TrustPolicy"); no {
		return false, v
	}
	doc, err := policy.Parse(r.TrustPolicy.Value())
	if err != nil {
		return false, control.Unknown(broken18.With("role", r.Name, "error", err.Error()))
	}
	return slices.ContainsFunc(doc.Statements, trusting), control.Verdict{}
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
