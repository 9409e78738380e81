package efs

import (
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/efs"
)

const otherKeyARN = "arn:aws:kms:eu-west-1:111122223333:key/other"

// with is a file system with this encryption.
func with(e resource.Fact[efs.Encryption]) efs.FileSystem {
	return efs.FileSystem{
		Ref: resource.Ref{
			Type: "AWS::EFS::FileSystem", Account: "111122223333", Region: "eu-west-1",
			ID: "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1", Name: "fs-1",
		},
		Encryption: e,
	}
}
