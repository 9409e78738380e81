package standard_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// The numbers are of accounts whose score Security Hub shows.
func TestPercent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ passed, failed, unknown, want int }{
		{168, 22, 0, 88},  // 88.4
		{8, 29, 0, 22},    // 21.6
		{6, 35, 0, 15},    // 14.6
		{159, 56, 0, 74},  // 73.95
		{28, 17, 0, 62},   // 62.2
		{357, 158, 0, 69}, // 69.3
		{168, 20, 2, 88},  // unknown ones count against it
		{0, 0, 3, 0},
		{0, 7, 0, 0},
		{7, 0, 0, 100},
		{1, 1, 0, 50},
		{1, 199, 0, 1},   // 0.5 is rounded up
		{199, 1, 0, 100}, // 99.5
		{1, 200, 0, 0},   // 0.4975
		{5, 195, 0, 3},   // 2.5
		{993, 7, 0, 99},  // 99.3
		{995, 5, 0, 100}, // 99.5
		{994, 6, 0, 99},  // 99.4
		{2147483647, 0, 0, 100},
	} {
		got := standard.Percent(c.passed, c.failed, c.unknown)
		if got == nil || *got != c.want {
			t.Errorf("%d passed, %d failed, %d unknown: %v, want %d", c.passed, c.failed, c.unknown, value(got), c.want)
		}
	}
	if got := standard.Percent(0, 0, 0); got != nil {
		t.Errorf("nothing counts, and the score is %d", *got)
	}
}

func value(p *int) any {
	if p == nil {
		return "none"
	}
	return *p
}

func TestSize(t *testing.T) {
	t.Parallel()
	for n, want := range map[standard.Name]int{
		standard.FSBP: 368, standard.CIS120: 42, standard.CIS140: 39, standard.CIS300: 37, standard.CIS500: 40,
		standard.PCI321: 44, standard.PCI401: 142, standard.NIST800: 298,
	} {
		if got := standard.Size(n); got != want {
			t.Errorf("%s has %d controls, want %d", n, got, want)
		}
	}
	if got := standard.Size(standard.All); got != len(standard.Members()) {
		t.Errorf("all standards have %d controls, the list %d", got, len(standard.Members()))
	}
}

func TestMemberOf(t *testing.T) {
	t.Parallel()
	if m, ok := standard.MemberOf("S3.99"); ok {
		t.Errorf("there is %+v", m)
	}
	if got := len(standard.AllMembers()); got != 443 {
		t.Errorf("%d controls", got)
	}
}

// The list itself: every control belongs somewhere, under names and requirements that can be read.
func TestMembers(t *testing.T) {
	t.Parallel()
	for id, in := range standard.Members() {
		service, number, ok := strings.Cut(string(id), ".")
		if !ok || service == "" || strings.Trim(number, "0123456789") != "" {
			t.Errorf("control %q", id)
		}
		if len(in) == 0 {
			t.Errorf("%s belongs to no standard", id)
		}
		m, ok := standard.MemberOf(control.ID(strings.ToLower(string(id))))
		if !ok || m.ID != id || m.Severity.Rank() < control.Low.Rank() || len(m.Title) < 10 || strings.TrimSpace(m.Title) != m.Title {
			t.Errorf("%s is %+v, %v", id, m, ok)
		}
		for n, requirements := range in {
			if _, ok := standard.Parse(string(n)); !ok {
				t.Errorf("%s belongs to %q", id, n)
			}
			if strings.TrimSpace(requirements) != requirements || strings.Contains(requirements, ";;") || requirements == "" {
				t.Errorf("%s: %s has it under %q", id, n, requirements)
			}
		}
		for _, r := range in.Requirements() {
			if own := strings.HasPrefix(r.Control, "PCI."); own != (r.Standard == standard.PCI321) || r.ID == "" {
				t.Errorf("%s: %+v", id, r)
			}
		}
	}
}

func TestRequirements(t *testing.T) {
	t.Parallel()
	in := standard.In{
		standard.NIST800: "S3.1", standard.CIS140: "2.1.5", standard.PCI321: "PCI.S3.6:1.2.1;1.3.1", standard.FSBP: "S3.1",
	}
	want := []standard.Requirement{
		{Standard: standard.FSBP, ID: "S3.1"},
		{Standard: standard.CIS140, ID: "2.1.5"},
		{Standard: standard.PCI321, Control: "PCI.S3.6", ID: "1.2.1"},
		{Standard: standard.PCI321, Control: "PCI.S3.6", ID: "1.3.1"},
		{Standard: standard.NIST800, ID: "S3.1"},
	}
	if got := in.Requirements(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := (standard.In{}).Requirements(); len(got) != 0 {
		t.Errorf("nothing has requirements %+v", got)
	}
	if !in.Has(standard.All) || !in.Has(standard.CIS140) || in.Has(standard.CIS120) || (standard.In{}).Has(standard.All) {
		t.Error("it belongs to other standards than it should")
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, n := range standard.Names() {
		if got, ok := standard.Parse(" " + strings.ToUpper(string(n)) + "\n"); !ok || got != n {
			t.Errorf("%s is read as %q, %v", n, got, ok)
		}
		if n.Title() == "" || !strings.ContainsAny(n.Title(), "0123456789") {
			t.Errorf("%s has title %q", n, n.Title())
		}
	}
	for _, s := range []string{"", "all", "cis", "cis-1.2", "fsbp-1.0.0-x"} {
		if got, ok := standard.Parse(s); ok {
			t.Errorf("%q is taken for %s", s, got)
		}
	}
}
