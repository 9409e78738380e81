package efs

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/efs/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/efs"
)

var describeFileSystems = awsop.Read((*sdk.Client).DescribeFileSystems, "elasticfilesystem:DescribeFileSystems")

var fileSystems = catalog.Collector(Service, catalog.CollectorSpec[efs.FileSystem]{
	Type: "AWS::EFS::FileSystem", Version: 1, Scope: catalog.Regional, File: "file_system",
	ListCalls: []awsop.Op{describeFileSystems},
	List:      listAll,
	Gone:      []string{"FileSystemNotFound"},
	Reads: []catalog.ReadSpec[efs.FileSystem]{
		{Facts: []string{"Encryption"}, Calls: []awsop.Op{describeFileSystems}, Do: readFileSystem},
	},
})

func listAll(ctx context.Context, at catalog.Place) iter.Seq2[efs.FileSystem, error] {
	return func(yield func(efs.FileSystem, error) bool) {
		pages := sdk.NewDescribeFileSystemsPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeFileSystemsInput{MaxItems: aws.Int32(100)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(efs.FileSystem{}, err)
				return
			}
			for _, found := range page.FileSystems {
				if !yield(listed(at, found), nil) {
					return
				}
			}
		}
	}
}

func listed(at catalog.Place, found types.FileSystemDescription) efs.FileSystem {
	id := aws.ToString(found.FileSystemId)
	arn := resource.ARN(at.Region, "elasticfilesystem", at.Region, at.Account, "file-system/"+id)
	return efs.FileSystem{Ref: at.Ref("AWS::EFS::FileSystem", arn, id), Encryption: encryption(found)}
}

// encryption is not asked for where the answer does not say: then the read looks again, and gives the reason.
func encryption(found types.FileSystemDescription) resource.Fact[efs.Encryption] {
	if found.Encrypted == nil {
		return resource.Fact[efs.Encryption]{}
	}
	return resource.Is(efs.Encryption{Enabled: *found.Encrypted, Key: aws.ToString(found.KmsKeyId)})
}

func readFileSystem(ctx context.Context, at catalog.Place, f *efs.FileSystem) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeFileSystems(ctx, &sdk.DescribeFileSystemsInput{FileSystemId: &f.Name})
	if err != nil {
		return err
	}
	if len(out.FileSystems) != 1 || out.FileSystems[0].Encrypted == nil {
		return errors.New("the answer does not say whether the file system is encrypted")
	}
	f.Encryption = encryption(out.FileSystems[0])
	return nil
}
