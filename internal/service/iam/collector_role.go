package iam

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var (
	getRole                  = awsop.Read((*sdk.Client).GetRole, "iam:GetRole")
	listAttachedRolePolicies = awsop.Read((*sdk.Client).ListAttachedRolePolicies, "iam:ListAttachedRolePolicies")
	listRolePolicies         = awsop.Read((*sdk.Client).ListRolePolicies, "iam:ListRolePolicies")
)

// roles takes from the authorization details all but the description and the length of a session, which stand in none of
// IAM's documents about the whole account.
var roles = catalog.Collector(Service, catalog.CollectorSpec[iam.Role]{
	Type: "AWS::IAM::Role", Version: 1, Scope: catalog.Global, File: "role",
	ListCalls: []awsop.Op{getAuthorizationDetails},
	List:      eachRole,
	Gone:      []string{noSuchEntity},
	Reads: []catalog.ReadSpec[iam.Role]{
		{
			Facts: []string{"TrustPolicy", "PermissionsBoundary", "Path", "Description", "MaxSessionDuration", "Tags"},
			Calls: []awsop.Op{getRole}, Do: readRole,
		},
		{Facts: []string{"AttachedPolicies"}, Calls: []awsop.Op{listAttachedRolePolicies}, Do: readRoleAttached},
		{Facts: []string{"InlinePolicies"}, Calls: []awsop.Op{listRolePolicies}, Do: readRoleInline},
	},
})

func eachRole(ctx context.Context, at catalog.Place) iter.Seq2[iam.Role, error] {
	return entities(ctx, at, func(page *sdk.GetAccountAuthorizationDetailsOutput) []iam.Role {
		var out []iam.Role
		for _, r := range page.RoleDetailList {
			out = append(out, listedRole(at, r))
		}
		return out
	}, types.EntityTypeRole)
}

func listedRole(at catalog.Place, d types.RoleDetail) iam.Role {
	r := iam.Role{
		Ref:              at.Ref("AWS::IAM::Role", aws.ToString(d.Arn), aws.ToString(d.RoleName)),
		AttachedPolicies: resource.Is(attached(d.AttachedManagedPolicies)), InlinePolicies: resource.Is(inline(d.RolePolicyList)),
		PermissionsBoundary: boundary(d.PermissionsBoundary), Path: resource.Is(aws.ToString(d.Path)), Tags: resource.Is(tagMap(d.Tags)),
	}
	if trust, err := document(d.AssumeRolePolicyDocument); err == nil { // else it is left to be read by itself
		r.TrustPolicy = resource.Is(trust)
	}
	return r
}

func boundary(b *types.AttachedPermissionsBoundary) resource.Fact[string] {
	if b == nil || b.PermissionsBoundaryArn == nil {
		return resource.None[string]()
	}
	return resource.Is(*b.PermissionsBoundaryArn)
}

func readRole(ctx context.Context, at catalog.Place, r *iam.Role) error {
	out, err := sdk.NewFromConfig(at.Config).GetRole(ctx, &sdk.GetRoleInput{RoleName: &r.Name})
	if err != nil {
		return err
	}
	role := out.Role
	if role == nil || role.MaxSessionDuration == nil {
		return errors.New("the answer is no whole role")
	}
	trust, err := document(role.AssumeRolePolicyDocument)
	if err != nil {
		return err
	}
	r.TrustPolicy, r.Path, r.Tags = resource.Is(trust), resource.Is(aws.ToString(role.Path)), resource.Is(tagMap(role.Tags))
	r.PermissionsBoundary, r.MaxSessionDuration = boundary(role.PermissionsBoundary), resource.Is(*role.MaxSessionDuration)
	r.Description = resource.None[string]()
	if text := aws.ToString(role.Description); text != "" {
		r.Description = resource.Is(text)
	}
	return nil
}

func readRoleAttached(ctx context.Context, at catalog.Place, r *iam.Role) error {
	pages := sdk.NewListAttachedRolePoliciesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAttachedRolePoliciesInput{RoleName: &r.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListAttachedRolePoliciesOutput) []types.AttachedPolicy { return o.AttachedPolicies })
	if err != nil {
		return err
	}
	r.AttachedPolicies = resource.Is(attached(list))
	return nil
}

func readRoleInline(ctx context.Context, at catalog.Place, r *iam.Role) error {
	pages := sdk.NewListRolePoliciesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListRolePoliciesInput{RoleName: &r.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListRolePoliciesOutput) []string { return o.PolicyNames })
	if err != nil {
		return err
	}
	r.InlinePolicies = resource.Is(names(list))
	return nil
}
