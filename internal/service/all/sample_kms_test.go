package all_test

import (
	"fmt"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

var namingsKMS = map[resource.Type]naming{
	"AWS::KMS::Key": func(region string, n int) (string, string) {
		name := fmt.Sprintf("00000000-0000-0000-0000-%012d", n)
		return resource.ARN(region, "kms", region, account, "key/"+name), name
	},
	"AWS::KMS::Alias": func(region string, n int) (string, string) {
		ref := kms.AliasRef(account, region, []string{"alias/SO0111-SHARR-Key", "alias/data"}[n%2])
		return ref.ID, ref.Name
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
	"kms.Alias.State": func(s *sampler, _ resource.Ref) any {
		return pick(s, kms.Enabled, kms.Enabled, kms.Enabled, "Disabled", "PendingDeletion")
	},
	"kms.Alias.Policy": func(s *sampler, _ resource.Ref) any { return s.keyPolicy() },
	"kms.Key.Aliases":  func(s *sampler, _ resource.Ref) any { return some(s, 2, "alias/a", "alias/aws/ebs", "alias/日本") },
}

// keyPolicy is a key policy of statements that nobody may touch; now and then it is broken.
func (s *sampler) keyPolicy() string {
	if s.one(25) {
		return pick(s, "", "oops", `{"Statement":7}`)
	}
	return `{"Version":"2012-10-17","Id":"keep","Statement":[` + strings.Join(some(s, 3,
		`{"Sid":"Enable IAM","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::`+account+`:root"},"Action":"kms:*","Resource":"*"}`,
		`{"Effect":"Allow","Principal":{"Service":"logs.eu-west-1.amazonaws.com"},"Action":["kms:Encrypt*","kms:GenerateDataKey*"],"Resource":"*"}`,
		`{"Sid":"ServicesOfThisAccount","Effect":"Allow","Principal":{"Service":["sns.amazonaws.com","cloudtrail.amazonaws.com"]},"Action":"kms:GenerateDataKey*","Resource":"*"}`,
		`{"Effect":"Deny","Principal":"*","Action":"kms:ScheduleKeyDeletion","Resource":"*","Later":{"b":1}}`,
	), ",") + `]}`
}

var keepsKMS = map[string]keeping{
	// Nobody loses the use of the key.
	"kms.Alias.Policy": kept(func(_ *catalog.RemediationUnit, before, after kms.Alias) error {
		return grown(before.Policy, after.Policy)
	}),
}
