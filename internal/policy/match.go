package policy

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Match tells whether an IAM pattern with * and ? matches a text.
func Match(pattern, s string) bool {
	// Greedy with one point of return: linear for a single star, quadratic at worst.
	p, i, star, back := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, back = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			back++
			p, i = star+1, back
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// matchAny tells whether any of the patterns matches, in any case as IAM does for actions.
func matchAny(patterns []string, s string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return Match(strings.ToLower(p), strings.ToLower(s)) })
}

// Covers tells whether the statement is about the action.
func (s Statement) Covers(action string) bool {
	if len(s.NotAction) > 0 {
		return !matchAny(s.NotAction, action)
	}
	return matchAny(s.Action, action)
}

// On tells whether the statement is about the resource.
func (s Statement) On(arn string) bool {
	if len(s.NotResource) > 0 {
		return !slices.ContainsFunc(s.NotResource, func(p string) bool { return Match(p, arn) })
	}
	return slices.ContainsFunc(s.Resource, func(p string) bool { return Match(p, arn) })
}

// Public tells whether the statement lets anybody in to one of the actions. Conditions count only where they pin the
// request to fixed values. Source: Amazon S3 User Guide, "The meaning of public".
func (s Statement) Public(actions []string) bool {
	if s.Effect != "Allow" || s.pinned() {
		return false
	}
	if !s.Principal.Everyone() && len(s.NotPrincipal) == 0 {
		return false
	}
	return slices.ContainsFunc(actions, s.Covers)
}

// Public lists the Sids (or numbers, from 1) of the statements that let anybody in to one of the actions.
func (d *Document) Public(actions []string) []string {
	var out []string
	for i, s := range d.Statements {
		if s.Public(actions) {
			out = append(out, s.name(i))
		}
	}
	return out
}

func (s Statement) name(i int) string {
	if s.Sid != "" {
		return s.Sid
	}
	return "#" + strconv.Itoa(i+1)
}

// pinning are the condition keys whose fixed values keep the public out, in lower case.
var pinning = []string{
	"aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:userid",
	"aws:principalorgid", "aws:principalarn", "aws:principalaccount", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
	"s3:x-amz-server-side-encryption-aws-kms-key-id",
}

// positive are the condition operators that ask for a match; IfExists forms also hold where the key is missing.
var positive = []string{"stringequals", "stringlike", "arnequals", "arnlike", "stringequalsignorecase"}

func (s Statement) pinned() bool {
	for operator, keys := range s.Condition {
		for key, values := range keys {
			op, key := strings.ToLower(operator), strings.ToLower(key)
			if key == "aws:sourceip" && op == "ipaddress" && narrow(values) {
				return true
			}
			if slices.Contains(positive, op) && slices.Contains(pinning, key) && fixed(values) {
				return true
			}
		}
	}
	return false
}

// fixed tells whether no value has wildcards or variables.
func fixed(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool {
		return strings.ContainsAny(v, "*?") || strings.Contains(v, "${")
	})
}

// narrow tells whether no address range is wider than /8 (IPv6: /32), which counts as public.
func narrow(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool {
		if !strings.Contains(v, "/") {
			_, err := netip.ParseAddr(v)
			return err != nil
		}
		p, err := netip.ParsePrefix(v)
		return err != nil || (p.Addr().Is4() && p.Bits() < 8) || (p.Addr().Is6() && p.Bits() < 32)
	})
}
