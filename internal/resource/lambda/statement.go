package lambda

import "slices"

// Statement is a statement of a function's policy in one form for all ways to write it: single values are lists, names
// of condition keys are in lower case, and {"AWS":"*"}, which means the same as "*", is that.
type Statement struct {
	Sid    string
	Effect string
	// Principal is kind ("AWS", "Service", "*") → ids; nil where the statement has none.
	Principal    map[string][]string `json:",omitempty"`
	NotPrincipal map[string][]string `json:",omitempty"`
	Action       []string            `json:",omitempty"`
	NotAction    []string            `json:",omitempty"`
	Resource     []string            `json:",omitempty"`
	NotResource  []string            `json:",omitempty"`
	// Condition is operator → key → values.
	Condition map[string]map[string][]string `json:",omitempty"`
	// Others names the members that are none of these.
	Others []string `json:",omitempty"`
}

// SourceAccount is the condition key that says for which account a service may call.
const SourceAccount = "aws:sourceaccount"

// SourceArn is the condition key that says for which resource a service may call.
const SourceArn = "aws:sourcearn"

// NamesOthers tells whether the statement is about somebody by name besides everybody.
func (s Statement) NamesOthers() bool {
	for _, who := range s.Principal {
		if slices.ContainsFunc(who, func(id string) bool { return id != "*" }) {
			return true
		}
	}
	return false
}
