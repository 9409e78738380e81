package cli_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/view"
)

// What the score comes from is said without asking AWS, and the plan to the next percent, which does ask, is applied and
// gets there.
func TestPlanToOnAWS(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	ahead(t, keysAreOld)
	scan(t, a, 0, "--control", looped)

	a.ResetCalls()
	var doc view.ScoreExplain
	must(t, a, "score", "--explain", "--format", "json").parse(t, &doc)
	if calls := a.Calls(); len(calls) > 0 {
		t.Errorf("explaining the score asks AWS: %v", calls)
	}
	if len(doc.Ways) == 0 || len(doc.Gains) < 5 {
		t.Fatalf("ways %+v, gains %+v", doc.Ways, doc.Gains)
	}
	undecided := slices.ContainsFunc(doc.Rest, func(r view.ScoreRest) bool { return r.Control == "IAM.3" && r.Undecided })
	if !undecided {
		t.Errorf("IAM.3, whose remediation reads more than its control, is not undecided: %+v", doc.Rest)
	}

	to := doc.Ways[0].After
	p := planned(t, a, "--to", strconv.Itoa(to))
	if overall(p).After == nil || *overall(p).After < to || len(p.Steps) > doc.Ways[0].Cost.Steps {
		t.Fatalf("the plan to %d %% reaches %v by %d steps, %d were announced", to, overall(p).After, len(p.Steps), doc.Ways[0].Cost.Steps)
	}
	nothing(t, a, "planning to a score")
	applied(t, a, 0, "apply", "plan.json", "--approve", "--approve-interrupting", "all")
	if after := scan(t, a, 0, "--control", looped).Scores[0]; after.Score == nil || *after.Score != *overall(p).After {
		t.Errorf("the score is %v, the plan said %d", after.Score, *overall(p).After)
	}
}

func overall(p *plan.Plan) plan.ScoreChange {
	i := slices.IndexFunc(p.Score, func(s plan.ScoreChange) bool { return s.Standard == standard.All })
	return p.Score[i]
}
