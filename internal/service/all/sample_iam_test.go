package all_test

import (
	"fmt"
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var namingsIAM = map[resource.Type]naming{
	"AWS::IAM::User": func(region string, n int) (string, string) {
		name := "user-" + strconv.Itoa(n)
		return resource.ARN(region, "iam", "", account, "user/path/"+name), name
	},
}

var poolsIAM = map[string]pool{
	"iam.User.AccessKeys": func(s *sampler, _ resource.Ref) any {
		keys := []iam.AccessKey{}
		for i := range s.IntN(3) {
			keys = append(keys, iam.AccessKey{ID: "AKIA" + strconv.Itoa(i), Active: !s.one(4), Created: s.ago()})
		}
		return keys
	},
	"iam.User.KeyUse": func(s *sampler, _ resource.Ref) any {
		return some(s, 2,
			iam.KeyUse{ID: "AKIA0", At: s.ago(), Service: "s3", Region: "eu-west-1"},
			iam.KeyUse{ID: "AKIA1", At: s.ago(), Service: "N/A", Region: "N/A"},
		)
	},
	"iam.Account.PasswordPolicy": func(s *sampler, _ resource.Ref) any {
		var p iam.PasswordPolicy
		p.MinimumPasswordLength = pick(s, int32(6), 7, 8, 13, 14, 20, 128)
		p.MaxPasswordAge = pick(s, int32(0), 1, 30, 89, 90, 91, 365, 1095)
		p.PasswordReusePrevention = pick(s, int32(0), 1, 5, 23, 24)
		for _, b := range []*bool{
			&p.RequireSymbols, &p.RequireNumbers, &p.RequireUppercaseCharacters, &p.RequireLowercaseCharacters,
			&p.AllowUsersToChangePassword, &p.HardExpiry,
		} {
			*b = s.one(2)
		}
		return p
	},
	"iam.Account.Passwords": func(s *sampler, _ resource.Ref) any {
		all := []iam.Password{}
		for i := range s.IntN(8) {
			all = append(all, iam.Password{User: "user-" + strconv.Itoa(i), Changed: s.ago()})
		}
		return all
	},
}

var keepsIAM = map[string]keeping{
	// No key is added, lost or woken up.
	"iam.User.AccessKeys": kept(func(_ *catalog.RemediationUnit, before, after iam.User) error {
		was, is := before.AccessKeys.Value(), after.AccessKeys.Value()
		if len(was) != len(is) {
			return fmt.Errorf("there were %d keys, there are %d", len(was), len(is))
		}
		for i := range was {
			if was[i].ID != is[i].ID || !was[i].Created.Equal(is[i].Created) || is[i].Active && !was[i].Active {
				return fmt.Errorf("key %+v became %+v", was[i], is[i])
			}
		}
		return nil
	}),
	// No setting is weaker than before.
	"iam.Account.PasswordPolicy": kept(func(_ *catalog.RemediationUnit, before, after iam.Account) error {
		was, had := before.PasswordPolicy.Get()
		is := after.PasswordPolicy.Value()
		if had && was.Stricter(is) != is {
			return fmt.Errorf("policy %+v became %+v", was, is)
		}
		return nil
	}),
}
