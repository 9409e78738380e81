package all_test

import (
	"flag"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/service/all"
	"github.com/mantenhq/manten/internal/standard"
)

// updating tells whether golden files are written anew; the flag is that of package catalogtest.
func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// everything is the catalog of all services.
func everything(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func TestCatalogIsNotEmpty(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	if len(cat.Collectors()) == 0 || len(cat.Controls()) == 0 || len(cat.Remediations()) == 0 || len(writes(t)) == 0 {
		t.Error("the catalog has no units, so none of the other tests here says anything")
	}
}

// Where a control belongs is what the standards say, requirement by requirement, as are its title and severity.
func TestStandards(t *testing.T) {
	t.Parallel()
	for _, u := range everything(t).Controls() {
		if m, ok := standard.MemberOf(u.ID); ok && (m.Title != u.Title.EN || m.Severity != u.Severity) {
			t.Errorf("%s is %s %q, the standards say %s %q", u.ID, u.Severity, u.Title.EN, m.Severity, m.Title)
		}
		want := standard.Members()[u.ID]
		if u.Retired != "" {
			want = nil
		}
		for _, n := range standard.Names() {
			if u.Standards[n] != want[n] {
				t.Errorf("%s: %s has it under %q, the control says %q", u.ID, n, want[n], u.Standards[n])
			}
		}
		for n := range u.Standards {
			if _, ok := standard.Parse(string(n)); !ok {
				t.Errorf("%s: there is no standard %q", u.ID, n)
			}
		}
	}
}

func TestControls(t *testing.T) {
	t.Parallel()
	titles := map[string]control.ID{}
	for _, u := range everything(t).Controls() {
		if u.Severity.Rank() == 0 && u.Severity != control.Informational {
			t.Errorf("%s: severity %q", u.ID, u.Severity)
		}
		if first, dup := titles[u.Title.EN]; dup && u.ID != "IAM.10" { // Security Hub gives it the title of IAM.7
			t.Errorf("%s has the title of %s", u.ID, first)
		}
		titles[u.Title.EN] = u.ID
		if en := u.Title.EN; strings.TrimSpace(en) != en || strings.HasSuffix(en, ".") || len(en) < 10 || len(en) > 200 || !unicode.IsUpper(rune(en[0])) {
			t.Errorf("%s: title %q", u.ID, en)
		}
		if !japanese(u.Title.JA) || strings.TrimSpace(u.Title.JA) != u.Title.JA {
			t.Errorf("%s: Japanese title %q", u.ID, u.Title.JA)
		}
		if len(u.Reads) == 0 && !u.Joins() {
			t.Errorf("%s reads no facts", u.ID)
		}
		parametersHaveNames(t, string(u.ID), u.Params)
	}
}

func TestRemediations(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	for _, u := range cat.Remediations() {
		if (len(u.Controls) == 0) != u.Helper || (len(u.Reads) == 0 || len(u.Writes) == 0) != u.IsBundle() {
			t.Errorf("%s: helper %v, bundle %v, controls %v, reads %v, %d writes", u.Name, u.Helper, u.IsBundle(), u.Controls, u.Reads, len(u.Writes))
		}
		parametersHaveNames(t, u.Name, u.Params)
		for _, id := range u.Controls {
			c, _ := cat.Control(id)
			if !slices.Contains(cat.CollectorsOf(c), cat.CollectorFor(u)) {
				t.Errorf("%s changes %s, %s judges %s", u.Name, u.Go, id, c.Go)
			}
		}
	}
}

// parametersHaveNames holds that each parameter can be set by a JSON name, and that setting what is there changes nothing.
func parametersHaveNames(t *testing.T, unit string, p catalog.Params) {
	t.Helper()
	data, err := catalog.ParamsJSON(p.Defaults)
	if err != nil {
		t.Fatalf("%s: %v", unit, err)
	}
	again, err := p.Decode(data)
	if err != nil {
		t.Fatalf("%s: the defaults are not valid: %v", unit, err)
	}
	if !reflect.DeepEqual(again, p.Defaults) {
		t.Errorf("%s: defaults %s come back as %+v", unit, data, again)
	}
	for _, name := range p.Names() {
		if name == "" || name == "-" {
			t.Errorf("%s: a parameter without a name", unit)
		}
	}
}

// Every declared operation names the IAM actions that it needs, as "service:Action".
func TestActions(t *testing.T) {
	t.Parallel()
	ops := append(everything(t).Reads(), all.RegionReads()...)
	for _, op := range writes(t) {
		ops = append(ops, *op)
	}
	for _, op := range ops {
		if len(op.Actions) == 0 {
			t.Errorf("%s needs no IAM action", op.Name)
		}
		for _, a := range op.Actions {
			service, action, ok := strings.Cut(a, ":")
			if !ok || service != strings.ToLower(service) || action == "" || !unicode.IsUpper(rune(action[0])) {
				t.Errorf("%s: IAM action %q", op.Name, a)
			}
		}
	}
}

// writes are all writes that remediations declare, by name.
func writes(t testing.TB) map[string]*awsop.Op {
	t.Helper()
	cat := everything(t)
	ops := map[string]*awsop.Op{}
	for _, u := range cat.Remediations() {
		for _, op := range u.Writes {
			if known, ok := cat.Op(op.Name); !ok || !known.Same(op) {
				t.Errorf("%s: its write %s is not the one that the catalog knows", u.Name, op.Name)
			}
			ops[op.Name] = op
		}
	}
	return ops
}

// No operation is a read and a write.
func TestReadsAndWritesApart(t *testing.T) {
	t.Parallel()
	for _, op := range append(everything(t).Reads(), all.RegionReads()...) {
		if _, both := writes(t)[op.Name]; both || op.Write {
			t.Errorf("%s is declared as a read, and as a write", op.Name)
		}
	}
	for name, op := range writes(t) {
		if !op.Write {
			t.Errorf("%s is not marked as a write", name)
		}
	}
}

func japanese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) })
}
