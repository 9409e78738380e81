package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/efs"
)

var namingsEFS = map[resource.Type]naming{
	"AWS::EFS::FileSystem": func(region string, n int) (string, string) {
		name := fmt.Sprintf("fs-%017x", n)
		return resource.ARN(region, "elasticfilesystem", region, account, "file-system/"+name), name
	},
}

var poolsEFS = map[string]pool{
	"efs.FileSystem.Encryption": func(s *sampler, ref resource.Ref) any {
		return pick(s, efs.Encryption{}, efs.Encryption{Enabled: true, Key: resource.ARN(ref.Region, "kms", ref.Region, account, "key/1")})
	},
}
