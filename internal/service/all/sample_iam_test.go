package all_test

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var namingsIAM = map[resource.Type]naming{
	"AWS::IAM::Group":             namingIAM("group"),
	"AWS::IAM::Policy":            namingIAM("policy"),
	"AWS::IAM::Role":              namingIAM("role"),
	"AWS::IAM::ServerCertificate": namingIAM("server-certificate"),
	"AWS::IAM::User":              namingIAM("user"),
}

func namingIAM(kind string) naming {
	return func(region string, n int) (string, string) {
		name := kind + "-" + strconv.Itoa(n)
		return resource.ARN(region, "iam", "", account, kind+"/path/"+name), name
	}
}

// keysOf is how many active keys a user has: its facts about them belong together.
func keysOf(ref resource.Ref) int { return int(ref.Name[len(ref.Name)-1]) % 3 }

// keyMade is when the i-th active key of a user was created, the oldest first.
func keyMade(ref resource.Ref, i int) time.Time {
	days := []int{29, 44, 45, 46, 90, 91, 92, 400}
	return catalogtest.Now.AddDate(0, 0, -days[(int(ref.Name[len(ref.Name)-1])+3*i)%len(days)]-500*(1-i))
}

var poolsIAM = map[string]pool{
	"iam.User.ActiveKeys": func(s *sampler, ref resource.Ref) any {
		keys := []iam.ActiveKey{}
		for i := range keysOf(ref) {
			keys = append(keys, iam.ActiveKey{Created: keyMade(ref, i)})
		}
		if len(keys) == 1 && s.one(2) { // young ones, too
			keys[0].Created = s.ago()
		}
		return keys
	},
	"iam.User.ActiveKeyIDs": func(s *sampler, ref resource.Ref) any {
		ids := []string{}
		for i := range keysOf(ref) {
			ids = append(ids, "AKIA"+strconv.Itoa(i))
		}
		if s.one(20) { // read at another moment
			ids = append(ids, "AKIA9")
		}
		return ids
	},
	"iam.User.KeyUse": func(s *sampler, ref resource.Ref) any {
		uses := []iam.KeyUse{}
		for i := range 2 {
			if !s.one(3) {
				uses = append(uses, iam.KeyUse{Created: keyMade(ref, i), At: s.ago(), Service: pick(s, "s3", "N/A"), Region: pick(s, "eu-west-1", "N/A")})
			}
		}
		return uses
	},
	"iam.Policy.Document": func(s *sampler, _ resource.Ref) any {
		return pick(s,
			`{"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}]}`,
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*"],"Resource":["*"]}}`,
		)
	},
	"iam.Group.AttachedPolicies": func(s *sampler, _ resource.Ref) any { return s.attached() },
	"iam.Role.AttachedPolicies":  func(s *sampler, _ resource.Ref) any { return s.attached() },
	"iam.User.AttachedPolicies":  func(s *sampler, _ resource.Ref) any { return s.attached() },
	"iam.Role.TrustPolicy": func(s *sampler, _ resource.Ref) any {
		return pick(s,
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
			`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`,
			`oops`,
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

// attached are the ARNs of managed policies, few of which controls ask for.
func (s *sampler) attached() []string {
	return some(s, 1, "arn:aws:iam::"+account+":policy/own", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AWSSupportAccess",
		"arn:aws:iam::aws:policy/AWSCloudShellFullAccess")
}

var keepsIAM = map[string]keeping{
	// The keys that stay are those that were there, in their order; each has its own id, and no key comes to another's.
	"iam.User.ActiveKeys": kept(func(_ *catalog.RemediationUnit, before, after iam.User) error {
		was, is := before.ActiveKeys.Value(), after.ActiveKeys.Value()
		wasIDs, isIDs := before.ActiveKeyIDs.Value(), after.ActiveKeyIDs.Value()
		if len(is) != len(isIDs) {
			return fmt.Errorf("%d keys have %d ids", len(is), len(isIDs))
		}
		for i, id := range isIDs {
			if j := slices.Index(wasIDs, id); j < 0 || !was[j].Created.Equal(is[i].Created) {
				return fmt.Errorf("key %s is %+v now; there were %v: %+v", id, is[i], wasIDs, was)
			}
		}
		return nil
	}),
	// No password comes to be.
	"iam.User.ConsolePassword": kept(func(_ *catalog.RemediationUnit, before, after iam.User) error {
		if after.ConsolePassword.Value() {
			return fmt.Errorf("the password was %v", before.ConsolePassword)
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
