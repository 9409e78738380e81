package standard_test

import (
	"fmt"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
)

// found makes a finding in the account and region that most tests are about.
func found(id control.ID, s control.Status) control.Finding {
	return control.Finding{
		Control: id, Status: s, Workflow: control.Workflow("").After("", s),
		Resource: resource.Ref{Account: "111122223333", Region: "eu-west-1", ID: string(id)},
	}
}

func suppressed(f control.Finding) control.Finding {
	f.Workflow = control.Suppressed
	return f
}

func in(f control.Finding, account, region string) control.Finding {
	f.Resource.Account, f.Resource.Region = account, region
	return f
}

// scoreOf gives the score of a standard.
func scoreOf(t *testing.T, r standard.Result, n standard.Name) standard.Score {
	t.Helper()
	for _, s := range r.Scores {
		if s.Standard == n {
			return s
		}
	}
	t.Fatalf("there is no score of %s in %+v", n, r.Scores)
	return standard.Score{}
}

// The figures are those of the User Guide's examples. Each control has a second finding that passes, and there are as many
// controls without data, which must not matter.
func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ passed, of, want int }{
		{168, 190, 88}, {8, 37, 22}, {6, 41, 15}, {159, 215, 74}, {28, 45, 62}, {357, 515, 69},
	} {
		controls := map[control.ID]standard.In{}
		var findings []control.Finding
		for i := range c.of {
			id := control.ID(fmt.Sprintf("Toy.%d", i))
			controls[id] = standard.In{standard.CIS120: "1"}
			controls["No"+id] = standard.In{standard.CIS120: "1"}
			last := control.Failed
			if i < c.passed {
				last = control.Passed
			}
			findings = append(findings, found(id, control.Passed), found(id, last))
		}
		r := standard.Choice{}.Score(controls, findings)
		for _, n := range []standard.Name{standard.CIS120, standard.All} {
			if s := scoreOf(t, r, n); value(s.Score) != c.want || s.NoData != c.of || s.Passed != c.passed || s.Failed != c.of-c.passed {
				t.Errorf("%d of %d: %s has %v %%: %+v", c.passed, c.of, n, value(s.Score), s)
			}
		}
	}
}

// The order of the rules by which a control gets its status, each case with a rule that would have given another one.
func TestOrderOfRules(t *testing.T) {
	t.Parallel()
	const id = "Toy.1"
	off := standard.Choice{Off: []standard.Off{{Control: id, Reason: "r"}}}
	p, f, w, n := found(id, control.Passed), found(id, control.Failed), found(id, control.Warning), found(id, control.NotAvailable)
	for name, c := range map[string]struct {
		choice   standard.Choice
		findings []control.Finding
		want     standard.ControlStatus
		score    any
	}{
		"1 disabled, though it fails":              {off, []control.Finding{f}, standard.Disabled, "none"},
		"1 disabled, though there is nothing":      {off, nil, standard.Disabled, "none"},
		"2 no finding":                             {standard.Choice{}, nil, standard.NoData, "none"},
		"2 all suppressed":                         {standard.Choice{}, []control.Finding{suppressed(f), suppressed(w)}, standard.NoData, "none"},
		"3 one fails, others pass or are unknown":  {standard.Choice{}, []control.Finding{p, w, f, n, p}, standard.Failed, 0},
		"4 one could not tell, others pass":        {standard.Choice{}, []control.Finding{p, w, p}, standard.Unknown, 0},
		"4 one could not be read, others pass":     {standard.Choice{}, []control.Finding{p, p, n}, standard.Unknown, 0},
		"5 all pass":                               {standard.Choice{}, []control.Finding{p, p}, standard.Passed, 100},
		"failed ones suppressed, one that passes":  {standard.Choice{}, []control.Finding{suppressed(f), p, suppressed(f)}, standard.Passed, 100},
		"failed ones suppressed, one is not known": {standard.Choice{}, []control.Finding{suppressed(f), n}, standard.Unknown, 0},
		"one of two that fail suppressed":          {standard.Choice{}, []control.Finding{suppressed(f), f}, standard.Failed, 0},
		"one that passes is suppressed":            {standard.Choice{}, []control.Finding{suppressed(p)}, standard.NoData, "none"},
	} {
		r := c.choice.Score(map[control.ID]standard.In{id: {standard.FSBP: id}}, c.findings)
		if r.Statuses[id] != c.want || value(r.Scores[0].Score) != c.score {
			t.Errorf("%s: %s and %v %%, want %s and %v", name, r.Statuses[id], value(r.Scores[0].Score), c.want, c.score)
		}
	}
}

// Suppressing the one finding of a control takes it out of both terms: 41 of 42 become 41 of 41.
func TestSuppressedLeavesTheDenominator(t *testing.T) {
	t.Parallel()
	controls, findings := cis120(), []control.Finding{}
	for id := range controls {
		if id != "IAM.6" {
			findings = append(findings, found(id, control.Passed))
		}
	}
	root := found("IAM.6", control.Failed)
	before := scoreOf(t, standard.Choice{}.Score(controls, append(findings, root)), standard.CIS120)
	after := scoreOf(t, standard.Choice{}.Score(controls, append(findings, suppressed(root))), standard.CIS120)
	if value(before.Score) != 98 || before.Passed != 41 || before.Failed != 1 {
		t.Errorf("before: %+v", before)
	}
	if value(after.Score) != 100 || after.Passed != 41 || after.NoData != 1 || after.Failed != 0 {
		t.Errorf("after: %+v", after)
	}
}

// cis120 are the controls of CIS 1.2.0.
func cis120() map[control.ID]standard.In {
	out := map[control.ID]standard.In{}
	for id, in := range standard.Members() {
		if in.Has(standard.CIS120) {
			out[id] = in
		}
	}
	return out
}

// CIS 1.2.0 has 43 requirements that Security Hub evaluates, and 42 controls: CloudWatch.1 answers 1.1 and 3.3. The score
// counts controls.
func TestControlsCountNotRequirements(t *testing.T) {
	t.Parallel()
	requirements := map[string]int{}
	var findings []control.Finding
	for id, in := range cis120() {
		for _, r := range in.Requirements() {
			if r.Standard == standard.CIS120 {
				requirements[r.ID]++
			}
		}
		findings = append(findings, found(id, control.Failed))
	}
	s := scoreOf(t, standard.Choice{}.Score(cis120(), findings), standard.CIS120)
	if len(requirements) != 43 || s.Controls != 42 || s.Failed != 42 || s.Evaluated != 42 {
		t.Errorf("%d requirements; %+v", len(requirements), s)
	}
}
