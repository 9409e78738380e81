package iam

import (
	"context"
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
	getGroup                  = awsop.Read((*sdk.Client).GetGroup, "iam:GetGroup")
	listAttachedGroupPolicies = awsop.Read((*sdk.Client).ListAttachedGroupPolicies, "iam:ListAttachedGroupPolicies")
	listGroupPolicies         = awsop.Read((*sdk.Client).ListGroupPolicies, "iam:ListGroupPolicies")
)

var groups = catalog.Collector(Service, catalog.CollectorSpec[iam.Group]{
	Type: "AWS::IAM::Group", Version: 1, Scope: catalog.Global, File: "group",
	ListCalls: []awsop.Op{getAuthorizationDetails},
	List:      eachGroup,
	Gone:      []string{noSuchEntity},
	Reads: []catalog.ReadSpec[iam.Group]{
		{Facts: []string{"AttachedPolicies"}, Calls: []awsop.Op{listAttachedGroupPolicies}, Do: readGroupAttached},
		{Facts: []string{"InlinePolicies"}, Calls: []awsop.Op{listGroupPolicies}, Do: readGroupInline},
		{Facts: []string{"Members"}, Calls: []awsop.Op{getGroup}, Do: readMembers},
	},
})

// eachGroup lists the users too where members are wanted: the authorization details tell a user's groups, but not a
// group's users. Then groups can only be given out once all pages have been read.
func eachGroup(ctx context.Context, at catalog.Place) iter.Seq2[iam.Group, error] {
	if at.Wants("Members") {
		return counted(ctx, at)
	}
	return entities(ctx, at, func(page *sdk.GetAccountAuthorizationDetailsOutput) []iam.Group { return groupsOn(at, page) }, types.EntityTypeGroup)
}

func counted(ctx context.Context, at catalog.Place) iter.Seq2[iam.Group, error] {
	return func(yield func(iam.Group, error) bool) {
		var all []iam.Group
		members := map[string]int{}
		for page, err := range authorization(ctx, at, types.EntityTypeGroup, types.EntityTypeUser) {
			if err != nil {
				yield(iam.Group{}, err)
				return
			}
			all = append(all, groupsOn(at, page)...)
			for _, u := range page.UserDetailList {
				for _, g := range u.GroupList {
					members[g]++
				}
			}
		}
		for _, g := range all {
			g.Members = resource.Is(members[g.Name])
			if !yield(g, nil) {
				return
			}
		}
	}
}

func groupsOn(at catalog.Place, page *sdk.GetAccountAuthorizationDetailsOutput) []iam.Group {
	var out []iam.Group
	for _, g := range page.GroupDetailList {
		out = append(out, iam.Group{
			Ref:              at.Ref("AWS::IAM::Group", aws.ToString(g.Arn), aws.ToString(g.GroupName)),
			AttachedPolicies: resource.Is(attached(g.AttachedManagedPolicies)), InlinePolicies: resource.Is(inline(g.GroupPolicyList)),
		})
	}
	return out
}

func readGroupAttached(ctx context.Context, at catalog.Place, g *iam.Group) error {
	pages := sdk.NewListAttachedGroupPoliciesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAttachedGroupPoliciesInput{GroupName: &g.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListAttachedGroupPoliciesOutput) []types.AttachedPolicy { return o.AttachedPolicies })
	if err != nil {
		return err
	}
	g.AttachedPolicies = resource.Is(attached(list))
	return nil
}

func readGroupInline(ctx context.Context, at catalog.Place, g *iam.Group) error {
	pages := sdk.NewListGroupPoliciesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListGroupPoliciesInput{GroupName: &g.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListGroupPoliciesOutput) []string { return o.PolicyNames })
	if err != nil {
		return err
	}
	g.InlinePolicies = resource.Is(names(list))
	return nil
}

func readMembers(ctx context.Context, at catalog.Place, g *iam.Group) error {
	pages := sdk.NewGetGroupPaginator(sdk.NewFromConfig(at.Config), &sdk.GetGroupInput{GroupName: &g.Name, MaxItems: large})
	list, err := allPages(ctx, pages, func(o *sdk.GetGroupOutput) []types.User { return o.Users })
	if err != nil {
		return err
	}
	g.Members = resource.Is(len(list))
	return nil
}
