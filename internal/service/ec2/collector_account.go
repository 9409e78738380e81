package ec2

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

var (
	getEBSEncryption          = awsop.Read((*sdk.Client).GetEbsEncryptionByDefault, "ec2:GetEbsEncryptionByDefault")
	getEBSKey                 = awsop.Read((*sdk.Client).GetEbsDefaultKmsKeyId, "ec2:GetEbsDefaultKmsKeyId")
	describeSnapshots         = awsop.Read((*sdk.Client).DescribeSnapshots, "ec2:DescribeSnapshots")
	describeSnapshotAttribute = awsop.Read((*sdk.Client).DescribeSnapshotAttribute, "ec2:DescribeSnapshotAttribute")
)

var accounts = catalog.Collector(Service, catalog.CollectorSpec[ec2.Account]{
	Type: "AWS::EC2::Account", Version: 1, Scope: catalog.Regional, File: "account",
	Reads: []catalog.ReadSpec[ec2.Account]{
		{Facts: []string{"EBSEncryption"}, Calls: []awsop.Op{getEBSEncryption}, Do: readEBSEncryption},
		{Facts: []string{"DefaultKey"}, Calls: []awsop.Op{getEBSKey}, Do: readDefaultKey},
		{
			Facts: []string{"PublicSnapshots"},
			Calls: []awsop.Op{describeSnapshots, describeSnapshotAttribute}, Do: readPublicSnapshots,
		},
	},
})

func readEBSEncryption(ctx context.Context, at catalog.Place, a *ec2.Account) error {
	out, err := sdk.NewFromConfig(at.Config).GetEbsEncryptionByDefault(ctx, &sdk.GetEbsEncryptionByDefaultInput{})
	if err != nil {
		return err
	}
	if out.EbsEncryptionByDefault == nil {
		return errors.New("the answer does not say whether encryption is on")
	}
	a.EBSEncryption = resource.Is(*out.EbsEncryptionByDefault)
	return nil
}

func readDefaultKey(ctx context.Context, at catalog.Place, a *ec2.Account) error {
	out, err := sdk.NewFromConfig(at.Config).GetEbsDefaultKmsKeyId(ctx, &sdk.GetEbsDefaultKmsKeyIdInput{})
	if err != nil {
		return err
	}
	a.DefaultKey = resource.Is(aws.ToString(out.KmsKeyId))
	return nil
}

// readPublicSnapshots asks for the snapshots that anybody can restore, and then each of them for its own permissions:
// what is written by the snapshot itself is what a remediation takes away. Encrypted ones cannot be public.
func readPublicSnapshots(ctx context.Context, at catalog.Place, a *ec2.Account) error {
	client := sdk.NewFromConfig(at.Config)
	public := []string{}
	pages := sdk.NewDescribeSnapshotsPaginator(client, &sdk.DescribeSnapshotsInput{
		OwnerIds: []string{"self"}, RestorableByUserIds: []string{"all"}, MaxResults: aws.Int32(1000),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, s := range page.Snapshots {
			open, err := isPublic(ctx, client, s)
			if err != nil {
				return err
			}
			if open {
				public = append(public, aws.ToString(s.SnapshotId))
			}
		}
	}
	slices.Sort(public)
	a.PublicSnapshots = resource.Is(public)
	return nil
}

func isPublic(ctx context.Context, client *sdk.Client, s types.Snapshot) (bool, error) {
	if aws.ToBool(s.Encrypted) {
		return false, nil
	}
	out, err := client.DescribeSnapshotAttribute(ctx, &sdk.DescribeSnapshotAttributeInput{
		SnapshotId: s.SnapshotId, Attribute: types.SnapshotAttributeNameCreateVolumePermission,
	})
	if awsconf.Code(err) == "InvalidSnapshot.NotFound" { // deleted since it was listed
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(out.CreateVolumePermissions, func(p types.CreateVolumePermission) bool {
		return p.Group == types.PermissionGroupAll
	}), nil
}
