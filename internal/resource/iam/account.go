package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/resource"
)

// Account is what IAM knows of the account as a whole.
type Account struct {
	resource.Ref
	// PasswordPolicy is the account's own, absent where AWS's default policy holds.
	PasswordPolicy resource.Fact[PasswordPolicy]
	Root           resource.Fact[Root]
	// RootVirtualMFA is whether one of the root user's MFA devices is virtual.
	RootVirtualMFA resource.Fact[bool]
	// Passwords are those of the users that have one, ordered by user, by a credential report that may be 4 hours old.
	Passwords resource.Fact[[]Password]
}

// Root is which credentials the root user has.
type Root struct {
	AccessKeys bool
	MFA        bool
	Password   bool
}

// Credentials tells whether anybody can sign in or call as root at all. Organizations can take all credentials from
// the root users of member accounts.
func (r Root) Credentials() bool { return r.AccessKeys || r.Password }

// Password tells about a user's console password.
type Password struct {
	User    string
	Changed time.Time
}
