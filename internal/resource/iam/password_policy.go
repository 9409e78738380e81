package iam

import "time"

// PasswordPolicy is an account's password policy.
type PasswordPolicy struct {
	MinimumPasswordLength      int32
	RequireSymbols             bool
	RequireNumbers             bool
	RequireUppercaseCharacters bool
	RequireLowercaseCharacters bool
	AllowUsersToChangePassword bool
	// MaxPasswordAge is in days; 0 means that passwords do not expire.
	MaxPasswordAge int32
	// PasswordReusePrevention is how many former passwords are refused; 0 means none.
	PasswordReusePrevention int32
	// HardExpiry leaves it to an administrator to set a new password once one has expired. Where AWS does not say, it is false.
	HardExpiry bool
}

// Stricter is the stricter of two policies, field by field. A policy is stricter if it does not let users change their
// passwords themselves.
func (p PasswordPolicy) Stricter(o PasswordPolicy) PasswordPolicy {
	return PasswordPolicy{
		MinimumPasswordLength:      max(p.MinimumPasswordLength, o.MinimumPasswordLength),
		RequireSymbols:             p.RequireSymbols || o.RequireSymbols,
		RequireNumbers:             p.RequireNumbers || o.RequireNumbers,
		RequireUppercaseCharacters: p.RequireUppercaseCharacters || o.RequireUppercaseCharacters,
		RequireLowercaseCharacters: p.RequireLowercaseCharacters || o.RequireLowercaseCharacters,
		AllowUsersToChangePassword: p.AllowUsersToChangePassword && o.AllowUsersToChangePassword,
		MaxPasswordAge:             sooner(p.MaxPasswordAge, o.MaxPasswordAge),
		PasswordReusePrevention:    max(p.PasswordReusePrevention, o.PasswordReusePrevention),
		HardExpiry:                 p.HardExpiry || o.HardExpiry,
	}
}

// sooner is the smaller of two ages, where 0 means never.
func sooner(a, b int32) int32 {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// Expired tells whether a password that was last changed at a moment has expired.
func (p PasswordPolicy) Expired(changed, now time.Time) bool {
	return p.MaxPasswordAge > 0 && now.Sub(changed) >= time.Duration(p.MaxPasswordAge)*24*time.Hour
}
