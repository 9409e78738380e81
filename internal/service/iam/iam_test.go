package iam

import (
	"fmt"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// strong is a policy that all controls are content with.
var strong = iam.PasswordPolicy{
	MinimumPasswordLength: 14, RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true,
	RequireLowercaseCharacters: true, AllowUsersToChangePassword: true, MaxPasswordAge: 90, PasswordReusePrevention: 24,
}

// strongBut is the strong policy with something changed.
func strongBut(change func(*iam.PasswordPolicy)) resource.Fact[iam.PasswordPolicy] {
	p := strong
	change(&p)
	return resource.Is(p)
}

// daysAgo is a moment before the one at which tests judge.
func daysAgo(n int) time.Time { return catalogtest.Now.AddDate(0, 0, -n) }

func theAccount(change func(*iam.Account)) iam.Account {
	a := iam.Account{Ref: resource.Ref{
		Type: "AWS::IAM::Account", Account: "111122223333", Region: "us-east-1", ID: resource.AccountID("111122223333"), Name: "111122223333",
	}}
	change(&a)
	return a
}

func withPolicy(p resource.Fact[iam.PasswordPolicy]) iam.Account {
	return theAccount(func(a *iam.Account) { a.PasswordPolicy = p })
}

func ada(change func(*iam.User)) iam.User {
	u := iam.User{Ref: resource.Ref{
		Type: "AWS::IAM::User", Account: "111122223333", Region: "us-east-1",
		ID: "arn:aws:iam::111122223333:user/staff/ada", Name: "ada",
	}}
	change(&u)
	return u
}

// withKeys is ada with active keys, created so many days ago each; the oldest comes first, as AKIA1.
func withKeys(days ...int) iam.User {
	return ada(func(u *iam.User) {
		keys, ids := []iam.ActiveKey{}, []string{}
		for i, n := range days {
			keys, ids = append(keys, iam.ActiveKey{Created: daysAgo(n)}), append(ids, fmt.Sprintf("AKIA%d", i+1))
		}
		u.ActiveKeys, u.ActiveKeyIDs = resource.Is(keys), resource.Is(ids)
	})
}

// used is the use of a key, by how many days ago it was created and used.
func used(created, at int) iam.KeyUse {
	return iam.KeyUse{Created: daysAgo(created), At: daysAgo(at), Service: "s3", Region: "ap-northeast-1"}
}

// must gives the result of a call that prepares something.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
