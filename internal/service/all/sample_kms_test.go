package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

var namingsKMS = map[resource.Type]naming{
	"AWS::KMS::Key": func(region string, n int) (string, string) {
		name := fmt.Sprintf("00000000-0000-0000-0000-%012d", n)
		return resource.ARN(region, "kms", region, account, "key/"+name), name
	},
}

var poolsKMS = map[string]pool{
	"kms.Key.Metadata": func(s *sampler, ref resource.Ref) any {
		m := kms.Metadata{Manager: "CUSTOMER", Spec: kms.Symmetric, Usage: "ENCRYPT_DECRYPT", Origin: kms.OwnOrigin, State: kms.Enabled}
		switch s.IntN(12) {
		case 0:
			m = kms.Metadata{Manager: kms.ManagedByAWS}
		case 1:
			m.Spec = "RSA_2048"
		case 2:
			m.Origin = "EXTERNAL"
		case 3:
			m.State = pick(s, "Disabled", "PendingDeletion")
		case 4:
			m.MultiRegion, m.Primary = kms.Replica, "arn:aws:kms:us-east-1:"+account+":key/mrk-1"
		case 5, 6:
			m.MultiRegion, m.Primary, m.Replicas = "PRIMARY", ref.ID, s.IntN(4)
		}
		return m
	},
	"kms.Key.Aliases": func(s *sampler, _ resource.Ref) any { return some(s, 2, "alias/a", "alias/aws/ebs", "alias/日本") },
}
