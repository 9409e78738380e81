package s3

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/policy"
)

func TestMeetAndWithin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b         string
		meet, within bool
	}{
		{"s3:putobjectacl", "s3:putobjectacl", true, true},
		{"s3:put*", "s3:*acl", true, false},
		{"s3:put*", "s3:*", true, true},
		{"s3:*", "s3:put*", true, false},
		{"s3:get*", "s3:put*", false, false},
		{"s3:p?t", "s3:pu?", true, false},
		{"s3:p?t", "s3:???", true, true},
		{"*", "?", true, false},
		{"?", "*", true, true},
		{"", "*", true, true},
		{"", "?", false, false},
		{"a*b", "*a*b*", true, true},
		{"arn:aws:s3:::b", "arn:aws:s3:::b/*", false, false},
		{"arn:aws:s3:::b*", "arn:aws:s3:::b/*", true, false},
		{"arn:aws:s3:::b/logs/*", "arn:aws:s3:::b/*", true, true},
	} {
		if meet(c.a, c.b) != c.meet || meet(c.b, c.a) != c.meet {
			t.Errorf("%q and %q meet: want %v", c.a, c.b, c.meet)
		}
		if within(c.a, c.b) != c.within {
			t.Errorf("%q is within %q: want %v", c.a, c.b, c.within)
		}
	}
}

// FuzzPatterns holds the two against matching: a text that two patterns match makes them meet, one that the inner
// pattern matches and the outer does not keeps it from being within.
func FuzzPatterns(f *testing.F) {
	f.Add("s3:*", "s3:Put*", "s3:PutObject")
	f.Add("a?c", "a*", "abc")
	f.Add("*a*", "*", "aaa")
	f.Add("*?", "?*", "x")
	f.Fuzz(func(t *testing.T, a, b, text string) {
		inA, inB := policy.Match(a, text), policy.Match(b, text)
		if inA && inB && !meet(a, b) {
			t.Fatalf("%q matches %q and %q, which do not meet", text, a, b)
		}
		if inA && !inB && within(a, b) {
			t.Fatalf("%q matches %q, which is within %q", text, a, b)
		}
		if meet(a, b) != meet(b, a) {
			t.Fatalf("%q and %q meet one way", a, b)
		}
		if within(a, b) && !meet(a, b) {
			t.Fatalf("%q is within %q and they do not meet", a, b)
		}
		if !within(a, a) || !within(a, "*") || !meet(a, a) {
			t.Fatalf("%q is not within itself", a)
		}
		if !strings.ContainsAny(a, "*?") && within(a, b) != policy.Match(b, a) {
			t.Fatalf("text %q, pattern %q", a, b)
		}
	})
}
