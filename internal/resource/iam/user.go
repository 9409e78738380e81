// Package iam has the resource types of AWS Identity and Access Management as controls and remediations see them: pure
// data.
package iam

import (
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/resource"
)

// User is an IAM user.
//
// A scan takes the credentials of all users from the credential report, which knows no ids of keys; a single user is
// read by calls of its own. What controls judge is therefore told without ids, so that both say the same.
type User struct {
	resource.Ref
	// ActiveKeys are the active access keys, ordered by Created. Inactive ones open nothing.
	ActiveKeys resource.Fact[[]ActiveKey]
	// ActiveKeyIDs are the ids of ActiveKeys, in their order.
	ActiveKeyIDs resource.Fact[[]string]
	// KeyUse has the last use of each active key that was ever used, ordered by Created and At. It changes all the time.
	KeyUse resource.Fact[[]KeyUse]
	// ConsolePassword is whether the user has a password for the console, even an expired one.
	ConsolePassword resource.Fact[bool]
	// PasswordUse is absent where the user has no password. It changes all the time.
	PasswordUse resource.Fact[PasswordUse]
	// MFA is whether the user has an MFA device of any kind.
	MFA resource.Fact[bool]
	// AttachedPolicies are the ARNs of the managed policies on the user itself, sorted; those of groups do not count.
	AttachedPolicies resource.Fact[[]string]
	// InlinePolicies are the names of the policies inside of the user, sorted.
	InlinePolicies resource.Fact[[]string]
	Tags           resource.Fact[map[string]string]
}

// ActiveKey is an active access key.
type ActiveKey struct {
	Created time.Time
}

// KeyUse is the last use of an active access key. Region and Service are "N/A" where IAM does not know them.
type KeyUse struct {
	// Created is when the key was made, by which it is known.
	Created time.Time
	At      time.Time
	Service string
	Region  string
}

// PasswordUse is since when a console password has not been used.
type PasswordUse struct {
	// Used tells that somebody has signed in with it, as far as IAM remembers.
	Used bool
	// At is the last sign-in, or when the password was set where it was never used.
	At time.Time
}

// KeyState is an active key with its use. The zero Use means that there was none.
type KeyState struct {
	ActiveKey
	Use KeyUse
}

// Idle is since when the key has not been used: a key that was never used counts from its creation.
func (k KeyState) Idle() time.Time {
	if k.Use.At.IsZero() {
		return k.Created
	}
	return k.Use.At
}

// Keys joins the active keys with their use, in the order of ActiveKeys. Of keys that were made within the same second
// nobody can tell which use is whose, so that the order among them means nothing. Uses of keys that are no longer
// active are left out; where there are more uses of one second than keys, the least recent ones are.
func Keys(keys []ActiveKey, uses []KeyUse) []KeyState {
	out := make([]KeyState, len(keys))
	left := slices.Clone(uses)
	for i, k := range slices.Backward(keys) {
		out[i].ActiveKey = k
		last := -1
		for j, u := range left {
			if u.Created.Equal(k.Created) && (last < 0 || !u.At.Before(left[last].At)) {
				last = j
			}
		}
		if last >= 0 {
			out[i].Use = left[last]
			left = slices.Delete(left, last, last+1)
		}
	}
	return out
}

// UserAt is the reference of a user by its ARN.
func UserAt(account, region, arn string) resource.Ref {
	return refOf("AWS::IAM::User", account, region, arn)
}
