package cli_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/view"
)

// TestEmptyAccount takes an account with nothing in it to the highest score of CIS 1.2.0 that commands can reach, by one
// plan and one run. What is left is just what only a person can do, and says so.
func TestEmptyAccount(t *testing.T) {
	t.Parallel()
	server := withManagedPolicies(t).Server()
	for name, c := range map[string]struct{ config, waits string }{
		"with a subscriber": {"remediations:\n  CreateLogMetricFilterAndAlarm:\n    email: " + mailbox + "\n", "Subscribe"},
		"without":           {"remediations: {}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := got[*awstest.Account](t)(server.NewAccount(t.Context()))
			a.Root(awstest.Root{MFA: awstest.NoMFA})
			write(t, "manten.yaml", []byte(c.config))
			scan(t, a, 0)
			p := planned(t, a, "--standard", string(standard.CIS120))
			run := applied(t, a, 0, wholly(p, "apply", "plan.json")...)
			onlyPending(t, p, run, c.waits)
			scan(t, a, 0)
			onlyPersonsLeft(t, a, append(watched(), "IAM.6", "IAM.9"))
			if c.waits != "" { // the person clicks
				a.Confirm(virginia, mailbox)
				allAre(t, applied(t, a, 0, "runs", "refresh", run.ID), plan.Verified)
				scan(t, a, 0)
				onlyPersonsLeft(t, a, []control.ID{"IAM.6", "IAM.9"})
			}
			reached(t, a, p)
		})
	}
}

// watched are the controls for which somebody has to hear of alarms.
func watched() []control.ID {
	var out []control.ID
	for i := range 14 {
		out = append(out, control.ID(fmt.Sprintf("CloudWatch.%d", i+1)))
	}
	return out
}

// onlyPersonsLeft holds that of CIS 1.2.0 just these controls fail, all for a person, and that nothing could not be told.
func onlyPersonsLeft(t *testing.T, a *awstest.Account, want []control.ID) {
	t.Helper()
	var findings view.Findings
	must(t, a, "findings", "--standard", string(standard.CIS120), "--format", "json").parse(t, &findings)
	var fail []control.ID
	for _, f := range findings.Findings {
		failing := f.Status == control.Failed
		if failing {
			fail = append(fail, f.Control)
		}
		if f.ByPerson != failing || (!failing && f.Status != control.Passed) {
			t.Errorf("%s is %s, by a person %v: %s", name(f), f.Status, f.ByPerson, f.Reason)
		}
	}
	slices.SortFunc(fail, catalog.CompareIDs)
	if diff := cmp.Diff(want, fail); diff != "" {
		t.Errorf("the findings left (-want +got):\n%s", diff)
	}
	for _, c := range scored(t, a).Controls {
		if c.ByPerson != (c.Status == standard.Failed) {
			t.Errorf("%s is %s, by a person %v", c.ID, c.Status, c.ByPerson)
		}
	}
}

// reached holds that the score of CIS 1.2.0 is the one that the plan has predicted, and more than it was.
func reached(t *testing.T, a *awstest.Account, p *plan.Plan) {
	t.Helper()
	at := slices.IndexFunc(p.Score, func(s plan.ScoreChange) bool { return s.Standard == standard.CIS120 })
	is := slices.IndexFunc(scored(t, a).Scores, func(s standard.Score) bool { return s.Standard == standard.CIS120 })
	if at < 0 || is < 0 {
		t.Fatalf("there is no score of %s: %v", standard.CIS120, p.Score)
	}
	before, want, now := *p.Score[at].Now, *p.Score[at].After, *scored(t, a).Scores[is].Score
	if want != now || now <= before {
		t.Errorf("the score was %d %%, predicted are %d %%, it is %d %%", before, want, now)
	}
}

func scored(t *testing.T, a *awstest.Account) view.Score {
	t.Helper()
	var doc view.Score
	must(t, a, "score", "--standard", string(standard.CIS120), "--format", "json").parse(t, &doc)
	return doc
}
