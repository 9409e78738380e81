package view

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

// FuzzChange gives any two facts: a change is always shown, and safely.
func FuzzChange(f *testing.F) {
	for _, c := range changesPlan().Steps[0].Changes {
		f.Add(string(c.Before), string(c.After))
	}
	f.Add(`{"state":"known","value":[{"ID":"a","x":1},{"ID":"a","x":2}]}`, `{"state":"known","value":[{"ID":"a","x":3}]}`)
	f.Add(`{"state":"known","value":{}}`, `{"state":"known","value":[]}`)
	f.Add(`{"state":"absent"}`, `{"state":"known","value":{}}`)
	f.Add(`{"state":"known","value":["a","a"]}`, `{"state":"known","value":["a"]}`)
	f.Fuzz(func(t *testing.T, before, after string) {
		s := &screen{Printer: &Printer{Lang: text.EN}}
		s.change(0, plan.Change{Fact: "Fact", Before: raw(before), After: raw(after)})
		out := s.b.String()
		for line := range strings.Lines(out) {
			if l := strings.TrimSuffix(line, "\n"); Safe(l) != l {
				t.Errorf("%q", l)
			}
		}
		a, errA := factNode(raw(before))
		b, errB := factNode(raw(after))
		if errA == nil && errB == nil && a.equal(b) {
			return
		}
		if strings.TrimSpace(strings.TrimPrefix(out, "Fact")) == "" || strings.Contains(out, "Fact   unchanged") {
			t.Errorf("the change from %s to %s is not shown:\n%s", before, after, out)
		}
	})
}

func TestListsTellWhatDiffers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, after, want string }{
		{`["a","a"]`, `["a"]`, "- a"},
		{`["a"]`, `["a","a"]`, "+ a"},
		{`[{"ID":"k1","On":true},{"ID":"k2","On":true}]`, `[{"ID":"k1","On":false},{"ID":"k2","On":true}]`, "~ k1\n      On   yes → no"},
		{`[{"ID":"k","On":true},{"ID":"k","On":true}]`, `[{"ID":"k","On":false},{"ID":"k","On":true}]`, "- ID k, On yes"},
		{`["a","b","c"]`, `["b","a","d"]`, "in another order"},
		{`{}`, `[]`, "Fact   {} → []"},
		{`[]`, `null`, "Fact   [] → null"},
		{`"{}"`, `"{ }"`, "written differently"},
	} {
		s := &screen{Printer: &Printer{}}
		s.change(0, plan.Change{Fact: "Fact", Before: known(c.before), After: known(c.after)})
		if !strings.Contains(s.b.String(), c.want) {
			t.Errorf("%s → %s does not say %q:\n%s", c.before, c.after, c.want, s.b.String())
		}
	}
}
