package resource

import "strings"

// Consistent tells whether all parts of a reference are about the same thing, so that what a person reads (the id) is
// what a call names: the id ends with the name, and an ARN is of the reference's own account, region and partition,
// where it says so.
func (r Ref) Consistent() bool {
	if r.IsAccount() {
		return r.ID == AccountID(r.Account) && r.Name == r.Account
	}
	rest := r.ID
	if parts := strings.SplitN(r.ID, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		if parts[1] != Partition(r.Region) || !either(parts[3], "", r.Region) || !either(parts[4], "", r.Account) {
			return false
		}
		rest = parts[5]
	}
	before, found := strings.CutSuffix(rest, r.Name)
	if strings.HasPrefix(r.Name, "/") && !strings.ContainsAny(before, "/:") {
		return found // "parameter/a/b" is the parameter "/a/b": its slash stands once
	}
	return found && r.Name != "" && (before == "" || strings.HasSuffix(before, "/") || strings.HasSuffix(before, ":"))
}

func either(s, a, b string) bool { return s == a || s == b }
