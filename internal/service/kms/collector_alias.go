package kms

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

var (
	getKeyPolicy = awsop.Read((*sdk.Client).GetKeyPolicy, "kms:GetKeyPolicy")
	getParameter = awsop.Read((*ssm.Client).GetParameter, "ssm:GetParameter")
)

var aliases = catalog.Collector(Service, catalog.CollectorSpec[kms.Alias]{
	Type: "AWS::KMS::Alias", Version: 2, Scope: catalog.Regional, File: "alias",
	ListCalls: []awsop.Op{listAliases},
	List:      listOwnAliases,
	Gone:      []string{"NotFoundException"},
	Reads: []catalog.ReadSpec[kms.Alias]{
		{Facts: []string{"KeyID", "State"}, Calls: []awsop.Op{describeKey}, Do: readTarget},
		{Facts: []string{"Policy"}, Calls: []awsop.Op{getKeyPolicy, describeKey}, Do: readPolicy},
		{Facts: []string{"Rotation"}, Calls: []awsop.Op{getRotationStatus, describeKey}, Do: readTargetRotation},
		{Facts: []string{"Kept"}, Calls: []awsop.Op{getParameter}, Do: readKept},
	},
})

// listOwnAliases yields the aliases but those of AWS.
func listOwnAliases(ctx context.Context, at catalog.Place) iter.Seq2[kms.Alias, error] {
	return func(yield func(kms.Alias, error) bool) {
		pages := sdk.NewListAliasesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAliasesInput{Limit: aws.Int32(100)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(kms.Alias{}, err)
				return
			}
			for _, a := range page.Aliases {
				name := aws.ToString(a.AliasName)
				if strings.HasPrefix(name, "alias/aws/") {
					continue
				}
				if !yield(kms.Alias{Ref: kms.AliasRef(at.Account, at.Region, name)}, nil) {
					return
				}
			}
		}
	}
}

func readTarget(ctx context.Context, at catalog.Place, a *kms.Alias) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: &a.Name})
	if err != nil {
		return err
	}
	if out.KeyMetadata == nil {
		return errors.New("the answer has no metadata")
	}
	a.KeyID, a.State = resource.Is(aws.ToString(out.KeyMetadata.KeyId)), resource.Is(string(out.KeyMetadata.KeyState))
	return nil
}

// keyOf asks for the id of the key unless it is known: some calls take no alias.
func keyOf(ctx context.Context, at catalog.Place, a *kms.Alias) (*string, error) {
	if _, known := a.KeyID.Get(); !known {
		if err := readTarget(ctx, at, a); err != nil {
			return nil, err
		}
	}
	return aws.String(a.KeyID.Value()), nil
}

func readPolicy(ctx context.Context, at catalog.Place, a *kms.Alias) error {
	key, err := keyOf(ctx, at, a)
	if err != nil {
		return err
	}
	out, err := sdk.NewFromConfig(at.Config).GetKeyPolicy(ctx, &sdk.GetKeyPolicyInput{KeyId: key, PolicyName: aws.String("default")})
	if err != nil {
		return err
	}
	a.Policy = resource.Is(aws.ToString(out.Policy))
	return nil
}

func readTargetRotation(ctx context.Context, at catalog.Place, a *kms.Alias) error {
	key, err := keyOf(ctx, at, a)
	if err != nil {
		return err
	}
	out, err := sdk.NewFromConfig(at.Config).GetKeyRotationStatus(ctx, &sdk.GetKeyRotationStatusInput{KeyId: key})
	if err != nil {
		return err
	}
	a.Rotation = resource.Is(out.KeyRotationEnabled)
	return nil
}

// readKept looks whether Parameter Store keeps the established solution's key.
func readKept(ctx context.Context, at catalog.Place, a *kms.Alias) error {
	a.Kept = resource.None[bool]()
	if a.Name != kms.SolutionAlias {
		return nil
	}
	_, err := ssm.NewFromConfig(at.Config).GetParameter(ctx, &ssm.GetParameterInput{
		Name: aws.String(kms.SolutionParameter), WithDecryption: aws.Bool(false),
	})
	if err != nil && awsconf.Code(err) != "ParameterNotFound" {
		return err
	}
	a.Kept = resource.Is(err == nil)
	return nil
}
