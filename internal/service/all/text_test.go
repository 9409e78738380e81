package all_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/text"
	"github.com/mantenhq/manten/internal/view"
)

// templates are those of the catalog and of everybody else who speaks to people.
func templates(t *testing.T) []text.Template {
	t.Helper()
	all := slices.Collect(maps.Values(everything(t).Texts()))
	return slices.Concat(all, evaluate.Texts(), propose.Texts(), apply.Texts(), securityhub.Texts(), securityhub.SyncTexts(), view.Texts())
}

func TestTexts(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, x := range templates(t) {
		if seen[x.Key] {
			t.Errorf("key %q is used twice", x.Key)
		}
		seen[x.Key] = true
		switch words := strings.ContainsFunc(x.EN, unicode.IsLetter); { // what only separates may be nothing in a language
		case x.Key == "" || x.EN == "" || words && strings.TrimSpace(x.JA) == "":
			t.Errorf("%q: a language is missing: %q, %q", x.Key, x.EN, x.JA)
		case !slices.Equal(text.Args(x.EN), text.Args(x.JA)):
			t.Errorf("%q: the languages have different arguments: %v, %v", x.Key, text.Args(x.EN), text.Args(x.JA))
		}
		for _, pattern := range []string{x.EN, x.JA} {
			if strings.Count(pattern, "{") != strings.Count(pattern, "}") || misspelt(pattern) {
				t.Errorf("%q: braces that are no argument: %q", x.Key, pattern)
			}
		}
	}
}

// misspelt tells whether something in braces is not taken for an argument.
func misspelt(pattern string) bool {
	args := text.Args(pattern)
	for part := range strings.SplitSeq(pattern, "{") {
		name, _, braces := strings.Cut(part, "}")
		if braces && !slices.Contains(args, name) {
			return true
		}
	}
	return false
}

// The catalog's keys begin with the unit or the service that they belong to, so that no two units can want the same.
func TestTextKeys(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	owners := map[string]bool{"manten": true}
	for _, u := range cat.Collectors() {
		owners[u.Service] = true
	}
	for _, u := range cat.Controls() {
		owners[string(u.ID)] = true
	}
	for _, u := range cat.Remediations() {
		owners[u.Name] = true
	}
	for key := range cat.Texts() {
		owner, name, _ := strings.Cut(key, "/")
		if !owners[owner] || name == "" || strings.ToLower(name) != name {
			t.Errorf("key %q", key)
		}
	}
}

// Of a control that AWS has retired is said since when and why, and of no other one.
func TestRetired(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	n := 0
	for _, u := range cat.Controls() {
		if (u.Retired == "") != (u.RetiredFor.Key == "") || cat.Texts()[u.RetiredFor.Key] != u.RetiredFor {
			t.Errorf("%s: retired %q, for %q", u.ID, u.Retired, u.RetiredFor.EN)
		}
		if u.Retired != "" {
			n++
		}
	}
	if n == 0 {
		t.Error("no control is retired, so that this test says nothing")
	}
}

// What only a person puts right, a person is told how to do, and the control says so itself.
func TestByPerson(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	n := 0
	for _, u := range cat.Controls() {
		for _, why := range u.ByPerson {
			n++
			if cat.Texts()[why.Key] != why || u.Advice.Key == "" || len(cat.RemediationsFor(u.ID)) == 0 {
				t.Errorf("%s: %q is for a person, with the advice %q", u.ID, why.Key, u.Advice.Key)
			}
		}
	}
	if n == 0 {
		t.Error("no control has anything for a person, so that this test says nothing")
	}
}

// What no remediation does, a person is told how to do.
func TestAdvice(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	for _, u := range cat.Controls() {
		if u.Advice.Key == "" {
			if u.Retired == "" && len(cat.RemediationsFor(u.ID)) == 0 {
				t.Errorf("%s has neither a remediation nor advice", u.ID)
			}
			continue
		}
		if cat.Texts()[u.Advice.Key] != u.Advice {
			t.Errorf("%s: its advice %q is not among the texts", u.ID, u.Advice.Key)
		}
		if len(text.Args(u.Advice.EN)) > 0 {
			t.Errorf("%s: advice is shown as it stands, without arguments", u.ID)
		}
	}
	for _, u := range cat.Remediations() {
		if cat.Texts()[u.Summary.Key] != u.Summary || !strings.HasSuffix(u.Summary.EN, ".") {
			t.Errorf("%s: summary %q", u.Name, u.Summary.Key)
		}
	}
	for _, u := range cat.Controls() {
		if cat.Texts()[u.Title.Key] != u.Title {
			t.Errorf("%s: its title is not among the texts", u.ID)
		}
	}
}
