package standard_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// three are controls of FSBP and CIS 1.2.0, of FSBP only, and of no standard.
func three() map[control.ID]standard.In {
	return map[control.ID]standard.In{
		"Toy.1": {standard.FSBP: "Toy.1", standard.CIS120: "1.1"}, "Toy.2": {standard.FSBP: "Toy.2"}, "Toy.3": {},
	}
}

func TestEnabledStandards(t *testing.T) {
	t.Parallel()
	findings := []control.Finding{found("Toy.1", control.Passed), found("Toy.2", control.Failed), found("Toy.3", control.Failed)}
	all := standard.Choice{}.Score(three(), findings)
	if len(all.Scores) != 9 || all.Scores[0].Standard != standard.All || all.Scores[0].Controls != len(standard.Members()) {
		t.Errorf("all standards: %+v", all.Scores)
	}
	if s := all.Scores[0]; s.Evaluated != 2 || value(s.Score) != 50 || all.Statuses["Toy.3"] != standard.Failed {
		t.Errorf("over all: %+v, %v", s, all.Statuses)
	}
	cis := standard.Choice{Enabled: []standard.Name{standard.CIS120}}.Score(three(), findings)
	if len(cis.Scores) != 2 || cis.Scores[0].Evaluated != 1 || value(cis.Scores[0].Score) != 100 || cis.Scores[0].Controls != 42 {
		t.Errorf("CIS only: %+v", cis.Scores)
	}
	two := standard.Choice{Enabled: []standard.Name{standard.CIS120, standard.FSBP}}
	if got := two.Standards(); !slices.Equal(got, []standard.Name{standard.FSBP, standard.CIS120}) {
		t.Errorf("in the order %v", got)
	}
	// 368 + 42, and what belongs to both counts once.
	both := 0
	for _, in := range standard.Members() {
		if in.Has(standard.FSBP) && in.Has(standard.CIS120) {
			both++
		}
	}
	if got := two.Score(three(), findings).Scores[0].Controls; got != 368+42-both || both == 0 {
		t.Errorf("two standards have %d controls, %d of them in both", got, both)
	}
	for _, s := range two.Score(three(), nil).Scores {
		if s.Score != nil {
			t.Errorf("nothing has %d %%: %+v", *s.Score, s)
		}
	}
}

func TestDisabled(t *testing.T) {
	t.Parallel()
	const a, b, eu, us = "111122223333", "444455556666", "eu-west-1", "us-east-1"
	failsInEU := []control.Finding{
		in(found("Toy.1", control.Failed), a, eu), in(found("Toy.1", control.Passed), a, us), in(found("Toy.1", control.Passed), b, us),
	}
	cis, fsbp := []standard.Name{standard.CIS120}, []standard.Name{standard.FSBP}
	for name, c := range map[string]struct {
		enabled  []standard.Name
		off      []standard.Off
		findings []control.Finding
		// over all, in FSBP, in CIS 1.2.0; empty where the standard is not enabled.
		all, inFSBP, inCIS standard.ControlStatus
	}{
		"nothing is off": {nil, nil, failsInEU, "FAILED", "FAILED", "FAILED"},
		"in one standard: it counts over all": {
			nil, []standard.Off{{Standard: standard.CIS120}}, failsInEU, "FAILED", "FAILED", "DISABLED",
		},
		"in the one that is enabled": {cis, []standard.Off{{Standard: standard.CIS120}}, failsInEU, "DISABLED", "", "DISABLED"},
		"in one that is not enabled": {fsbp, []standard.Off{{Standard: standard.CIS120}}, failsInEU, "FAILED", "FAILED", ""},
		"in both, by two entries": {
			nil, []standard.Off{{Standard: standard.CIS120}, {Standard: standard.FSBP}}, failsInEU, "DISABLED", "DISABLED", "DISABLED",
		},
		"everywhere":          {nil, []standard.Off{{}}, failsInEU, "DISABLED", "DISABLED", "DISABLED"},
		"in the region":       {nil, []standard.Off{{Region: eu}}, failsInEU, "PASSED", "PASSED", "PASSED"},
		"in the other region": {nil, []standard.Off{{Region: us}}, failsInEU, "FAILED", "FAILED", "FAILED"},
		"in both regions": {
			nil, []standard.Off{{Region: us}, {Region: eu}}, failsInEU, "DISABLED", "DISABLED", "DISABLED",
		},
		"in the account":                 {nil, []standard.Off{{Account: a}}, failsInEU, "PASSED", "PASSED", "PASSED"},
		"in the only account":            {nil, []standard.Off{{Account: a}}, failsInEU[:2], "DISABLED", "DISABLED", "DISABLED"},
		"in the account's region":        {nil, []standard.Off{{Account: a, Region: eu}}, failsInEU, "PASSED", "PASSED", "PASSED"},
		"in the other account's region":  {nil, []standard.Off{{Account: b, Region: eu}}, failsInEU, "FAILED", "FAILED", "FAILED"},
		"in the region for one standard": {nil, []standard.Off{{Region: eu, Standard: standard.CIS120}}, failsInEU, "FAILED", "FAILED", "PASSED"},
		"one standard, and a region of the other": {
			nil, []standard.Off{{Standard: standard.CIS120}, {Region: eu, Standard: standard.FSBP}}, failsInEU, "PASSED", "PASSED", "DISABLED",
		},
		"a region where nothing is":   {nil, []standard.Off{{Region: us}}, nil, "NO_DATA", "NO_DATA", "NO_DATA"},
		"a region of suppressed ones": {nil, []standard.Off{{Region: eu}}, []control.Finding{suppressed(failsInEU[0])}, "NO_DATA", "NO_DATA", "NO_DATA"},
	} {
		for i := range c.off {
			c.off[i].Control = "Toy.1"
		}
		choice := standard.Choice{Enabled: c.enabled, Off: c.off}
		r := choice.Score(map[control.ID]standard.In{"Toy.1": three()["Toy.1"]}, c.findings)
		got := map[standard.Name]standard.ControlStatus{}
		for _, s := range r.Scores {
			got[s.Standard] = only(s)
		}
		if r.Statuses["Toy.1"] != c.all || got[standard.All] != c.all || got[standard.FSBP] != c.inFSBP || got[standard.CIS120] != c.inCIS {
			t.Errorf("%s: %s over all, %v", name, r.Statuses["Toy.1"], got)
		}
	}
}

// only is the status of a score's only control.
func only(s standard.Score) standard.ControlStatus {
	for status, n := range map[standard.ControlStatus]int{
		standard.Passed: s.Passed, standard.Failed: s.Failed, standard.Unknown: s.Unknown, standard.NoData: s.NoData, standard.Disabled: s.Disabled,
	} {
		if n == 1 {
			return status
		}
	}
	return ""
}

func TestEverywhere(t *testing.T) {
	t.Parallel()
	cis := []standard.Name{standard.CIS120}
	for name, c := range map[string]struct {
		enabled []standard.Name
		off     []standard.Off
		id      control.ID
		want    string
	}{
		"nothing":                       {nil, nil, "Toy.1", ""},
		"another control":               {nil, []standard.Off{{Control: "Toy.2", Reason: "r"}}, "Toy.1", ""},
		"everywhere":                    {nil, []standard.Off{{Control: "Toy.1", Reason: "r"}}, "Toy.1", "r"},
		"in one of two":                 {nil, []standard.Off{{Control: "Toy.1", Standard: standard.CIS120, Reason: "r"}}, "Toy.1", ""},
		"in the enabled one of two":     {cis, []standard.Off{{Control: "Toy.1", Standard: standard.CIS120, Reason: "r"}}, "Toy.1", "r"},
		"in a region":                   {nil, []standard.Off{{Control: "Toy.1", Region: "eu-west-1", Reason: "r"}}, "Toy.1", ""},
		"in an account":                 {nil, []standard.Off{{Control: "Toy.1", Account: "111122223333", Reason: "r"}}, "Toy.1", ""},
		"of no standard, nothing":       {nil, nil, "Toy.3", ""},
		"of no standard":                {nil, []standard.Off{{Control: "Toy.3", Reason: "r"}}, "Toy.3", "r"},
		"of no enabled standard":        {cis, []standard.Off{{Control: "Toy.2", Reason: "r"}}, "Toy.2", "r"},
		"of no enabled standard, on":    {cis, nil, "Toy.2", ""},
		"in a standard that is not its": {nil, []standard.Off{{Control: "Toy.2", Standard: standard.CIS120, Reason: "r"}}, "Toy.2", ""},
	} {
		off, is := standard.Choice{Enabled: c.enabled, Off: c.off}.Everywhere(c.id, three()[c.id])
		if is != (c.want != "") || off.Reason != c.want {
			t.Errorf("%s: %v, %+v", name, is, off)
		}
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	f := found("Toy.1", control.Failed)
	for name, c := range map[string]struct {
		off  []standard.Off
		want bool
	}{
		"nothing is off":  {nil, true},
		"here":            {[]standard.Off{{Control: "Toy.1", Region: "eu-west-1"}}, false},
		"elsewhere":       {[]standard.Off{{Control: "Toy.1", Region: "us-east-1"}}, true},
		"in one standard": {[]standard.Off{{Control: "Toy.1", Standard: standard.FSBP}}, true},
		"in both":         {[]standard.Off{{Control: "Toy.1", Standard: standard.FSBP}, {Control: "Toy.1", Standard: standard.CIS120, Region: "eu-west-1"}}, false},
	} {
		if got := (standard.Choice{Off: c.off}).Counts(three()["Toy.1"], f); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Whatever the findings are and in whatever order: each control counts once, the score is that of the counts, and adding
// what is off for a place is the same as leaving its findings out, but for the word.
func TestScoreProperties(t *testing.T) {
	t.Parallel()
	statuses := []control.Status{control.Passed, control.Passed, control.Failed, control.Warning, control.NotAvailable}
	accounts, regions := []string{"111122223333", "444455556666"}, []string{"eu-west-1", "us-east-1"}
	ids := []control.ID{"Toy.1", "Toy.2", "Toy.3"}
	for seed := range uint64(500) {
		dice := rand.New(rand.NewPCG(seed, 1))
		var all, rest []control.Finding
		for range dice.IntN(20) {
			f := in(found(ids[dice.IntN(3)], statuses[dice.IntN(5)]), accounts[dice.IntN(2)], regions[dice.IntN(2)])
			if dice.IntN(4) == 0 {
				f = suppressed(f)
			}
			all = append(all, f)
			if f.Control != "Toy.1" || f.Resource.Region != regions[0] {
				rest = append(rest, f)
			}
		}
		off := standard.Choice{Off: []standard.Off{{Control: "Toy.1", Region: regions[0], Reason: "r"}}}.Score(three(), all)
		without := standard.Choice{}.Score(three(), rest)
		dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		again := standard.Choice{Off: []standard.Off{{Control: "Toy.1", Region: regions[0], Reason: "r"}}}.Score(three(), all)
		for i, s := range off.Scores {
			if value(s.Score) != value(without.Scores[i].Score) || value(s.Score) != value(again.Scores[i].Score) {
				t.Fatalf("seed %d: %s is %v; without the findings %v, in another order %v", seed, s.Standard, value(s.Score),
					value(without.Scores[i].Score), value(again.Scores[i].Score))
			}
			if value(s.Score) != value(standard.Percent(s.Passed, s.Failed, s.Unknown)) || s.Evaluated != s.Passed+s.Failed+s.Unknown+s.NoData {
				t.Fatalf("seed %d: %+v does not add up", seed, s)
			}
			if n := s.Evaluated + s.Disabled; s.Standard == standard.All && n != 2 {
				t.Fatalf("seed %d: %d controls count over all", seed, n)
			}
		}
	}
}
