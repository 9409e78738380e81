package iam

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var (
	getPolicy        = awsop.Read((*sdk.Client).GetPolicy, "iam:GetPolicy")
	getPolicyVersion = awsop.Read((*sdk.Client).GetPolicyVersion, "iam:GetPolicyVersion")
)

// policies takes from the authorization details all but the tags.
var policies = catalog.Collector(Service, catalog.CollectorSpec[iam.Policy]{
	Type: "AWS::IAM::Policy", Version: 1, Scope: catalog.Global, File: "policy",
	ListCalls: []awsop.Op{getAuthorizationDetails},
	List:      eachPolicy,
	Gone:      []string{noSuchEntity},
	Reads: []catalog.ReadSpec[iam.Policy]{
		{Facts: []string{"Document"}, Calls: []awsop.Op{getPolicy, getPolicyVersion}, Do: readDocument},
		{Facts: []string{"Attachments", "BoundaryUses", "Tags"}, Calls: []awsop.Op{getPolicy}, Do: readPolicy},
	},
})

func eachPolicy(ctx context.Context, at catalog.Place) iter.Seq2[iam.Policy, error] {
	return entities(ctx, at, func(page *sdk.GetAccountAuthorizationDetailsOutput) []iam.Policy {
		var out []iam.Policy
		for _, p := range page.Policies {
			out = append(out, listedPolicy(at, p))
		}
		return out
	}, types.EntityTypeLocalManagedPolicy)
}

// listedPolicy leaves what the listing does not tell to be read of the policy itself.
func listedPolicy(at catalog.Place, d types.ManagedPolicyDetail) iam.Policy {
	arn := aws.ToString(d.Arn)
	p := iam.Policy{Ref: at.Ref("AWS::IAM::Policy", arn, arn[strings.LastIndex(arn, "/")+1:])}
	if d.AttachmentCount != nil && d.PermissionsBoundaryUsageCount != nil {
		p.Attachments, p.BoundaryUses = resource.Is(int(*d.AttachmentCount)), resource.Is(int(*d.PermissionsBoundaryUsageCount))
	}
	i := slices.IndexFunc(d.PolicyVersionList, func(v types.PolicyVersion) bool { return v.IsDefaultVersion })
	if i < 0 {
		return p
	}
	if text, err := document(d.PolicyVersionList[i].Document); err == nil {
		p.Document = resource.Is(text)
	}
	return p
}

func readDocument(ctx context.Context, at catalog.Place, p *iam.Policy) error {
	client := sdk.NewFromConfig(at.Config)
	out, err := client.GetPolicy(ctx, &sdk.GetPolicyInput{PolicyArn: &p.ID})
	if err != nil {
		return err
	}
	if out.Policy == nil {
		return errors.New("the answer has no policy")
	}
	version, err := client.GetPolicyVersion(ctx, &sdk.GetPolicyVersionInput{PolicyArn: &p.ID, VersionId: out.Policy.DefaultVersionId})
	if err != nil {
		return err
	}
	if version.PolicyVersion == nil {
		return errors.New("the answer has no version of the policy")
	}
	text, err := document(version.PolicyVersion.Document)
	if err != nil {
		return err
	}
	p.Document = resource.Is(text)
	return nil
}

func readPolicy(ctx context.Context, at catalog.Place, p *iam.Policy) error {
	out, err := sdk.NewFromConfig(at.Config).GetPolicy(ctx, &sdk.GetPolicyInput{PolicyArn: &p.ID})
	if err != nil {
		return err
	}
	got := out.Policy
	if got == nil || got.AttachmentCount == nil || got.PermissionsBoundaryUsageCount == nil {
		return errors.New("the answer does not tell how the policy is used")
	}
	p.Attachments, p.BoundaryUses = resource.Is(int(*got.AttachmentCount)), resource.Is(int(*got.PermissionsBoundaryUsageCount))
	p.Tags = resource.Is(tagMap(got.Tags))
	return nil
}
