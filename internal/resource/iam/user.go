// Package iam has the resource types of AWS Identity and Access Management as controls and remediations see them: pure
// data.
package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/resource"
)

// User is an IAM user.
type User struct {
	resource.Ref
	// AccessKeys are ordered by ID.
	AccessKeys resource.Fact[[]AccessKey]
	// KeyUse has the last use of each access key that was ever used, ordered by ID. It changes all the time: it tells who
	// would notice, and decides nothing.
	KeyUse resource.Fact[[]KeyUse]
	// ConsolePassword is whether the user has a password for the console, even an expired one.
	ConsolePassword resource.Fact[bool]
	// MFADevices are the devices' serial numbers, which are ARNs for virtual ones, sorted.
	MFADevices resource.Fact[[]string]
	Tags       resource.Fact[map[string]string]
}

// AccessKey is an access key without its secret.
type AccessKey struct {
	ID      string
	Active  bool
	Created time.Time
}

// KeyUse is the last use of an access key. Region and Service are "N/A" where IAM does not know them.
type KeyUse struct {
	ID      string
	At      time.Time
	Service string
	Region  string
}
