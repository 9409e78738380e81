package iam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var listEntitiesForPolicy = awsop.Read((*sdk.Client).ListEntitiesForPolicy, "iam:ListEntitiesForPolicy")

// awsManaged is the ARN of a policy that AWS manages, in the partition of a region.
func awsManaged(region, name string) string {
	return resource.ARN(region, "iam", "", "aws", "policy/"+name)
}

// readSupportAccess asks of groups and roles whether anybody can act by them. What was deleted since the listing is left
// out.
func readSupportAccess(ctx context.Context, at catalog.Place, a *iam.Account) error {
	client := sdk.NewFromConfig(at.Config)
	pages := sdk.NewListEntitiesForPolicyPaginator(client, &sdk.ListEntitiesForPolicyInput{
		PolicyArn: aws.String(awsManaged(at.Region, "AWSSupportAccess")), MaxItems: large,
	})
	holders := []iam.Holder{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, u := range page.PolicyUsers {
			holders = append(holders, iam.Holder{Kind: "user", Name: aws.ToString(u.UserName), Usable: true})
		}
		for _, g := range page.PolicyGroups {
			holders = append(holders, iam.Holder{Kind: "group", Name: aws.ToString(g.GroupName)})
		}
		for _, r := range page.PolicyRoles {
			holders = append(holders, iam.Holder{Kind: "role", Name: aws.ToString(r.RoleName)})
		}
	}
	found := []iam.Holder{}
	for _, h := range holders {
		usable, err := usable(ctx, client, h)
		if awsconf.Code(err) == noSuchEntity {
			continue
		}
		if err != nil {
			return err
		}
		h.Usable = usable
		found = append(found, h)
	}
	slices.SortFunc(found, func(a, b iam.Holder) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	a.SupportAccess = resource.Is(found)
	return nil
}

func usable(ctx context.Context, client *sdk.Client, h iam.Holder) (bool, error) {
	switch h.Kind {
	case "group":
		return hasMembers(ctx, client, h.Name)
	case "role":
		return trusts(ctx, client, h.Name)
	}
	return true, nil
}

// hasMembers needs one user, so it reads no further than to the first.
func hasMembers(ctx context.Context, client *sdk.Client, group string) (bool, error) {
	pages := sdk.NewGetGroupPaginator(client, &sdk.GetGroupInput{GroupName: &group})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil || len(page.Users) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// trusts tells whether a role's trust policy lets anybody take it on.
func trusts(ctx context.Context, client *sdk.Client, role string) (bool, error) {
	out, err := client.GetRole(ctx, &sdk.GetRoleInput{RoleName: &role})
	if err != nil {
		return false, err
	}
	if out.Role == nil {
		return false, errors.New("the answer has no role")
	}
	trust, err := document(out.Role.AssumeRolePolicyDocument)
	if err != nil {
		return false, err
	}
	doc, err := policy.Parse(trust)
	if err != nil {
		return false, fmt.Errorf("trust policy of role %s: %w", role, err)
	}
	return slices.ContainsFunc(doc.Statements, trusting), nil
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
