package iam

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var (
	createRole = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateRole,
		"iam:CreateRole", "iam:TagRole").Repeatable().DoneBy("EntityAlreadyExists"))
	deleteRole = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteRole,
		"iam:DeleteRole").Repeatable().DoneBy(noSuchEntity))
	updateTrust = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).UpdateAssumeRolePolicy,
		"iam:UpdateAssumeRolePolicy").Repeatable())
	putRolePolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutRolePolicy,
		"iam:PutRolePolicy").Repeatable())
	deleteRolePolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteRolePolicy,
		"iam:DeleteRolePolicy").Repeatable().DoneBy(noSuchEntity))
	attachRolePolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).AttachRolePolicy,
		"iam:AttachRolePolicy").Repeatable())
	detachRolePolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DetachRolePolicy,
		"iam:DetachRolePolicy").Repeatable().DoneBy(noSuchEntity))
)

var roleSummary = catalog.Text(Service, "CreateRole/summary",
	"Creates a role for a service or for people, or gives one that is there the policies that it lacks.",
	"サービスや人のためのロールを作成するか、既存のロールに足りないポリシーを付けます。")

var roleGone = catalog.Text(Service, "CreateRole/gone",
	"role {role} is not there, and nothing says who would assume it", "ロール {role} がなく、信頼ポリシーも指定されていません")

var roleBroken = catalog.Text(Service, "CreateRole/broken",
	"the trust policy of role {role} cannot be changed: {error}", "ロール {role} の信頼ポリシーを変更できません: {error}")

type roleParams struct {
	// TrustPolicy says who may assume a new role, as JSON; that of a role which is there stays as it is. Empty wants a role
	// that is there.
	TrustPolicy string `json:"trustPolicy"`
	// AlsoTrust has a role that is there trust whom TrustPolicy names, too: services share it, each for a source of its own.
	AlsoTrust   bool   `json:"alsoTrust"`
	Description string `json:"description"`
	// PolicyName and Policy are a policy inside of the role; empty for none.
	PolicyName string `json:"policyName"`
	Policy     string `json:"policy"`
	// ManagedPolicies are the ARNs of policies that are attached.
	ManagedPolicies []string `json:"managedPolicies"`
}

var createRoleFor = catalog.Remediation(Service, catalog.RemediationSpec[iam.Role, roleParams]{
	Name:     "CreateRole",
	Own:      true,
	Helper:   true,
	Makes:    plan.Creates,
	File:     "create_role",
	Summary:  roleSummary,
	Reads:    []string{"TrustPolicy", "InlinePolicies", "AttachedPolicies"},
	Defaults: roleParams{ManagedPolicies: []string{}},
	Writes: []*awsop.Op{
		createRole.Op, deleteRole.Op, updateTrust.Op, putRolePolicy.Op, deleteRolePolicy.Op, attachRolePolicy.Op, detachRolePolicy.Op,
	},
	Plan: func(r iam.Role, p roleParams, _ time.Time) catalog.Edit[iam.Role] {
		var e catalog.Edit[iam.Role]
		if resource.IsMissing(r) && p.TrustPolicy == "" {
			e.After, e.Refused = r, roleGone.With("role", r.Name)
			return e
		}
		if resource.IsMissing(r) {
			r = newRole(r, p)
			e.Moves = append(e.Moves, catalog.Move{Do: roleCall(r, p), Undo: deleteRole.With(&sdk.DeleteRoleInput{RoleName: &r.Name}), Leaves: r})
		} else if p.AlsoTrust {
			before := r.TrustPolicy.Value()
			trust, err := also(before, p.TrustPolicy)
			if err != nil {
				e.After, e.Refused = r, roleBroken.With("role", r.Name, "error", err.Error())
				return e
			}
			if trust != before {
				r.TrustPolicy = resource.Is(trust)
				e.Moves = append(e.Moves, catalog.Move{Do: setTrust(r.Name, trust), Undo: setTrust(r.Name, before), Leaves: r})
			}
		}
		if p.PolicyName != "" && !slices.Contains(r.InlinePolicies.Value(), p.PolicyName) {
			r.InlinePolicies = resource.Is(sortedWith(r.InlinePolicies.Value(), p.PolicyName))
			e.Moves = append(e.Moves, inlineMove(r, p))
		}
		for _, arn := range p.ManagedPolicies {
			if !slices.Contains(r.AttachedPolicies.Value(), arn) {
				r.AttachedPolicies = resource.Is(sortedWith(r.AttachedPolicies.Value(), arn))
				e.Moves = append(e.Moves, attachMove(r, arn))
				e.Behind = append(e.Behind, iam.PolicyAt(r.Account, r.Region, arn))
			}
		}
		if n := len(e.Moves); n > 0 {
			e.Moves[n-1].Leaves = nil // it is After
		}
		e.After = r
		return e
	},
})

// also is a trust policy with the statements of another one that it lacks, whatever their Sids.
func also(trust, wanted string) (string, error) {
	d, err := policy.Parse(trust)
	if err != nil {
		return "", err
	}
	w, err := policy.Parse(wanted)
	if err != nil {
		return "", err
	}
	var raw struct{ Statement []json.RawMessage }
	if err := json.Unmarshal([]byte(wanted), &raw); err != nil {
		return "", err
	}
	for i, s := range w.Statements {
		if slices.ContainsFunc(d.Statements, func(o policy.Statement) bool { return alike(o, s) }) {
			continue
		}
		if trust, err = d.Append(raw.Statement[i]); err != nil {
			return "", err
		}
		if d, err = policy.Parse(trust); err != nil {
			return "", err
		}
	}
	return trust, nil
}

// alike tells whether two statements say the same.
func alike(a, b policy.Statement) bool {
	a.Sid, b.Sid = "", ""
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func setTrust(role, trust string) awsop.Bound {
	return updateTrust.With(&sdk.UpdateAssumeRolePolicyInput{RoleName: &role, PolicyDocument: &trust})
}

// newRole is the role as CreateRole leaves it, with no policies yet.
func newRole(r iam.Role, p roleParams) iam.Role {
	r.TrustPolicy, r.Path = resource.Is(p.TrustPolicy), resource.Is("/")
	r.AttachedPolicies, r.InlinePolicies = resource.Is([]string{}), resource.Is([]string{})
	r.MaxSessionDuration, r.Tags = resource.Is(int32(time.Hour.Seconds())), resource.Is(resource.Created())
	if p.Description != "" {
		r.Description = resource.Is(p.Description)
	}
	return r
}

func roleCall(r iam.Role, p roleParams) awsop.Bound {
	input := &sdk.CreateRoleInput{RoleName: &r.Name, AssumeRolePolicyDocument: &p.TrustPolicy}
	if p.Description != "" {
		input.Description = &p.Description
	}
	for k, v := range resource.Created() {
		input.Tags = append(input.Tags, types.Tag{Key: aws.String(k), Value: aws.String(v)})
	}
	return createRole.With(input)
}

func inlineMove(r iam.Role, p roleParams) catalog.Move {
	return catalog.Move{
		Do:     putRolePolicy.With(&sdk.PutRolePolicyInput{RoleName: &r.Name, PolicyName: &p.PolicyName, PolicyDocument: &p.Policy}),
		Undo:   deleteRolePolicy.With(&sdk.DeleteRolePolicyInput{RoleName: &r.Name, PolicyName: &p.PolicyName}),
		Leaves: r,
	}
}

func attachMove(r iam.Role, arn string) catalog.Move {
	return catalog.Move{
		Do:     attachRolePolicy.With(&sdk.AttachRolePolicyInput{RoleName: &r.Name, PolicyArn: &arn}),
		Undo:   detachRolePolicy.With(&sdk.DetachRolePolicyInput{RoleName: &r.Name, PolicyArn: &arn}),
		Leaves: r,
	}
}

func sortedWith(list []string, s string) []string {
	out := append(slices.Clone(list), s)
	slices.Sort(out)
	return out
}
