package iam_test

import (
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	keys := func(days ...int) (out []iam.ActiveKey) {
		for _, d := range days {
			out = append(out, iam.ActiveKey{Created: day(d)})
		}
		return out
	}
	use := func(created, at int) iam.KeyUse { return iam.KeyUse{Created: day(created), At: day(at), Service: "s3"} }
	for name, c := range map[string]struct {
		keys []iam.ActiveKey
		uses []iam.KeyUse
		idle []int
	}{
		"none":                        {},
		"never used":                  {keys(1), nil, []int{1}},
		"used":                        {keys(1), []iam.KeyUse{use(1, 9)}, []int{9}},
		"one of two":                  {keys(1, 2), []iam.KeyUse{use(2, 9)}, []int{1, 9}},
		"of a key that is gone":       {keys(2), []iam.KeyUse{use(1, 9)}, []int{2}},
		"of one second":               {keys(1, 1), []iam.KeyUse{use(1, 5), use(1, 9)}, []int{5, 9}},
		"of one second, one not used": {keys(1, 1), []iam.KeyUse{use(1, 9)}, []int{1, 9}},
		"of one second, one gone":     {keys(1), []iam.KeyUse{use(1, 5), use(1, 9)}, []int{9}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			uses := slices.Clone(c.uses)
			got := iam.Keys(c.keys, uses)
			if len(got) != len(c.idle) || !slices.Equal(uses, c.uses) {
				t.Fatalf("got %+v; the uses are now %+v", got, uses)
			}
			for i, k := range got {
				if !k.Idle().Equal(day(c.idle[i])) || !k.Created.Equal(c.keys[i].Created) {
					t.Errorf("key %d is %+v, want it idle since %s", i, k, day(c.idle[i]))
				}
			}
		})
	}
}

// A resource is stored as JSON: nothing may be lost on the way.
func TestCloneKeepsEverything(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	u := iam.User{
		Ref:          resource.Ref{Type: "AWS::IAM::User", Name: "ada"},
		ActiveKeys:   resource.Is([]iam.ActiveKey{{Created: at}}),
		ActiveKeyIDs: resource.Is([]string{"AKIA1"}),
		KeyUse:       resource.Is([]iam.KeyUse{{Created: at, At: at, Service: "s3", Region: "eu-west-1"}}),

		ConsolePassword: resource.Is(false), PasswordUse: resource.Is(iam.PasswordUse{Used: true, At: at}), MFA: resource.Is(true),
		AttachedPolicies: resource.Is([]string{}), InlinePolicies: resource.Is([]string{"own"}), Tags: resource.Is(map[string]string{}),
	}
	a := iam.Account{
		PasswordPolicy: resource.Is(iam.PasswordPolicy{MinimumPasswordLength: 8, HardExpiry: true}),
		Root:           resource.Is(iam.Root{MFA: true, Password: true}), RootVirtualMFA: resource.Is(true),
		Passwords: resource.Is([]iam.Password{{User: "ada", Changed: at}}),
	}
	sameFacts(t, u, resource.Clone(u))
	sameFacts(t, a, resource.Clone(a))
}

func sameFacts(t *testing.T, a, b resource.Resource) {
	t.Helper()
	if d := resource.Differing(a, b, resource.NamesOf(a)); len(d) > 0 || a.Reference() != b.Reference() {
		t.Errorf("%s: %v differ", a.Reference(), d)
	}
}
