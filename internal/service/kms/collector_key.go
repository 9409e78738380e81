package kms

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

var (
	listKeys          = awsop.Read((*sdk.Client).ListKeys, "kms:ListKeys")
	listAliases       = awsop.Read((*sdk.Client).ListAliases, "kms:ListAliases")
	describeKey       = awsop.Read((*sdk.Client).DescribeKey, "kms:DescribeKey")
	getRotationStatus = awsop.Read((*sdk.Client).GetKeyRotationStatus, "kms:GetKeyRotationStatus")
	listTags          = awsop.Read((*sdk.Client).ListResourceTags, "kms:ListResourceTags")
)

var keys = catalog.Collector(Service, catalog.CollectorSpec[kms.Key]{
	Type: "AWS::KMS::Key", Version: 1, Scope: catalog.Regional, File: "key",
	ListCalls: []awsop.Op{listKeys, listAliases},
	List:      listAll,
	Gone:      []string{"NotFoundException"},
	Reads: []catalog.ReadSpec[kms.Key]{
		{Facts: []string{"Metadata"}, Calls: []awsop.Op{describeKey}, Do: readMetadata},
		{Facts: []string{"Rotation"}, Calls: []awsop.Op{getRotationStatus}, Do: readRotation},
		{Facts: []string{"Aliases"}, Calls: []awsop.Op{listAliases}, Do: readAliases},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listTags}, Do: readTags},
	},
})

// listAll yields the keys with their aliases. An alias that begins with alias/aws/ shows that AWS manages the key,
// which saves describing it. Aliases that may not be listed end nothing: each key can be asked.
func listAll(ctx context.Context, at catalog.Place) iter.Seq2[kms.Key, error] {
	return func(yield func(kms.Key, error) bool) {
		aliases, aliasErr := aliasesOf(ctx, at, nil)
		if ctx.Err() != nil {
			yield(kms.Key{}, ctx.Err())
			return
		}
		pages := sdk.NewListKeysPaginator(sdk.NewFromConfig(at.Config), &sdk.ListKeysInput{Limit: aws.Int32(1000)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(kms.Key{}, err)
				return
			}
			for _, k := range page.Keys {
				if !yield(listed(at, k, aliases, aliasErr), nil) {
					return
				}
			}
		}
	}
}

func listed(at catalog.Place, found types.KeyListEntry, aliases map[string][]string, aliasErr error) kms.Key {
	id := aws.ToString(found.KeyId)
	k := kms.Key{Ref: at.Ref("AWS::KMS::Key", aws.ToString(found.KeyArn), id)}
	if aliasErr != nil {
		k.Aliases = resource.HiddenFor[[]string](catalog.WhyHidden(aliasErr, []awsop.Op{listAliases}))
		return k
	}
	k.Aliases = resource.Is(append([]string{}, aliases[id]...))
	if slices.ContainsFunc(aliases[id], func(a string) bool { return strings.HasPrefix(a, "alias/aws/") }) {
		k.Metadata = resource.Is(kms.Metadata{Manager: kms.ManagedByAWS})
	}
	return k
}

// aliasesOf lists the aliases of one key, or of all with nil, by the key's id and sorted.
func aliasesOf(ctx context.Context, at catalog.Place, key *string) (map[string][]string, error) {
	of := map[string][]string{}
	pages := sdk.NewListAliasesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAliasesInput{KeyId: key, Limit: aws.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range page.Aliases {
			if id := aws.ToString(a.TargetKeyId); id != "" {
				of[id] = append(of[id], aws.ToString(a.AliasName))
			}
		}
	}
	for _, names := range of {
		slices.Sort(names)
	}
	return of, nil
}

func readAliases(ctx context.Context, at catalog.Place, k *kms.Key) error {
	of, err := aliasesOf(ctx, at, &k.Name)
	if err != nil {
		return err
	}
	k.Aliases = resource.Is(append([]string{}, of[k.Name]...))
	return nil
}

func readMetadata(ctx context.Context, at catalog.Place, k *kms.Key) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: &k.ID})
	if err != nil {
		return err
	}
	m := out.KeyMetadata
	if m == nil {
		return errors.New("the answer has no metadata")
	}
	data := kms.Metadata{
		Manager: string(m.KeyManager), Spec: string(m.KeySpec), Usage: string(m.KeyUsage), Origin: string(m.Origin),
		State: string(m.KeyState), CustomKeyStore: aws.ToString(m.CustomKeyStoreId),
	}
	if c := m.MultiRegionConfiguration; c != nil {
		data.MultiRegion, data.Replicas = string(c.MultiRegionKeyType), len(c.ReplicaKeys)
		if c.PrimaryKey != nil {
			data.Primary = aws.ToString(c.PrimaryKey.Arn)
		}
	}
	k.Metadata = resource.Is(data)
	return nil
}

// readRotation does not ask where there is nothing to switch: KMS refuses to answer for some of these keys, and for
// others the answer says nothing.
func readRotation(ctx context.Context, at catalog.Place, k *kms.Key) error {
	if m, ok := k.Metadata.Get(); ok && m.Fixed() != "" {
		k.Rotation = resource.None[bool]()
		return nil
	}
	out, err := sdk.NewFromConfig(at.Config).GetKeyRotationStatus(ctx, &sdk.GetKeyRotationStatusInput{KeyId: &k.ID})
	if err != nil {
		return err
	}
	k.Rotation = resource.Is(out.KeyRotationEnabled)
	return nil
}

func readTags(ctx context.Context, at catalog.Place, k *kms.Key) error {
	tags := map[string]string{}
	pages := sdk.NewListResourceTagsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListResourceTagsInput{KeyId: &k.ID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, t := range page.Tags {
			tags[aws.ToString(t.TagKey)] = aws.ToString(t.TagValue)
		}
	}
	k.Tags = resource.Is(tags)
	return nil
}
