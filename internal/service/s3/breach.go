package s3

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// breach is a statement by which a principal of another account may do what only the account itself should.
type breach struct {
	statement string
	who       outsider
	// actions are those of the forbidden patterns that it may do something of.
	actions []string
}

// String names the breach in a message: "Partner (444455556666): s3:PutBucketAcl, s3:PutBucketPolicy".
func (b breach) String() string {
	return b.statement + " (" + b.who.id + "): " + strings.Join(b.actions, ", ")
}

// demand is what must be denied to undo an action that is allowed: all that the allowed pattern matches, or all that the
// forbidden one does.
type demand struct{ allowed, forbidden string }

// breaches looks at who is allowed something of the forbidden action patterns, and not denied it. Conditions of what is
// allowed do not count. The unclear are principals of whom the policy does not tell the account.
func breaches(d *policy.Document, b s3.Bucket, forbidden []string) (found []breach, unclear []string) {
	for i, s := range d.Statements {
		if s.Effect != "Allow" {
			continue
		}
		who, strange := allowed(s, b.Account)
		for _, o := range who {
			br := breach{statement: nameOf(s, i), who: o}
			for _, pattern := range forbidden {
				if slices.ContainsFunc(demands(s, pattern), func(x demand) bool { return !denied(d, b, s, o, x) }) {
					br.actions = append(br.actions, pattern)
				}
			}
			if len(br.actions) > 0 {
				found = append(found, br)
			}
		}
		if slices.ContainsFunc(forbidden, func(pattern string) bool { return len(demands(s, pattern)) > 0 }) {
			unclear = append(unclear, strange...)
		}
	}
	return found, unclear
}

func nameOf(s policy.Statement, i int) string {
	if s.Sid != "" {
		return s.Sid
	}
	return "#" + strconv.Itoa(i+1)
}

// allowed are the principals of other accounts that a statement is about. Whoever allows all but some, allows everybody.
func allowed(s policy.Statement, own string) ([]outsider, []string) {
	if len(s.NotPrincipal) > 0 {
		return []outsider{{kind: "AWS", id: "*"}}, nil
	}
	return outsiders(s.Principal, own)
}

// demands are what a statement is about of a forbidden pattern, in lower case as IAM compares actions.
func demands(s policy.Statement, pattern string) []demand {
	pattern = strings.ToLower(pattern)
	if len(s.NotAction) > 0 {
		if slices.ContainsFunc(s.NotAction, func(n string) bool { return within(pattern, strings.ToLower(n)) }) {
			return nil
		}
		return []demand{{pattern, pattern}}
	}
	var all []demand
	for _, a := range s.Action {
		if a := strings.ToLower(a); meet(a, pattern) {
			all = append(all, demand{a, pattern})
		}
	}
	return all
}

// denied tells whether statements of the policy deny the outsider what is demanded, wherever the other one allows it.
func denied(d *policy.Document, b s3.Bucket, allowing policy.Statement, o outsider, x demand) bool {
	for _, place := range places(allowing, b.ID) {
		if !slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
			return s.Effect == "Deny" && o.deniedBy(s, b.Account) && (bars(s, x.allowed) || bars(s, x.forbidden)) && at(s, place)
		}) {
			return false
		}
	}
	return true
}

// bars tells whether the statement is about all that the pattern matches.
func bars(s policy.Statement, pattern string) bool {
	if len(s.NotAction) > 0 {
		return !slices.ContainsFunc(s.NotAction, func(n string) bool { return meet(strings.ToLower(n), pattern) })
	}
	return slices.ContainsFunc(s.Action, func(a string) bool { return within(pattern, strings.ToLower(a)) })
}

// at tells whether the statement is about the whole place.
func at(s policy.Statement, place string) bool {
	if len(s.NotResource) > 0 {
		return !slices.ContainsFunc(s.NotResource, func(n string) bool { return meet(n, place) })
	}
	return slices.ContainsFunc(s.Resource, func(r string) bool { return within(place, r) })
}

// places are where in the bucket a statement allows something: the bucket itself, its objects or some of them. A
// statement that seems to be about neither is taken for both.
func places(s policy.Statement, bucket string) []string {
	objects := bucket + "/*"
	var all []string
	for _, r := range s.Resource {
		if policy.Match(r, bucket) {
			all = append(all, bucket)
		}
		switch {
		case within(r, objects):
			all = append(all, r)
		case meet(r, objects):
			all = append(all, objects)
		}
	}
	if len(all) == 0 {
		return []string{bucket, objects}
	}
	return all
}
