package propose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
)

// What a plan predicts is by the same choice as the score: only enabled standards, and nothing that is disabled.
func TestPredictionByChoice(t *testing.T) {
	t.Parallel()
	percent := func(n int) *int { return &n }
	for name, c := range map[string]struct {
		choice standard.Choice
		want   []plan.ScoreChange
	}{
		"one standard is enabled": {
			standard.Choice{Enabled: []standard.Name{standard.FSBP}},
			[]plan.ScoreChange{{Standard: standard.All, Now: percent(0), After: percent(100)}, {Standard: standard.FSBP, Now: percent(0), After: percent(100)}},
		},
		"one that they do not belong to": {
			standard.Choice{Enabled: []standard.Name{standard.CIS120}},
			[]plan.ScoreChange{{Standard: standard.All}, {Standard: standard.CIS120}},
		},
		"what fails is disabled": {
			standard.Choice{Enabled: []standard.Name{standard.FSBP}, Off: []standard.Off{{Control: "Toy.1", Reason: "r"}}},
			[]plan.ScoreChange{{Standard: standard.All}, {Standard: standard.FSBP}},
		},
		"in a region where nothing is": {
			standard.Choice{Enabled: []standard.Name{standard.FSBP}, Off: []standard.Off{{Control: "Toy.1", Region: "eu-north-1", Reason: "r"}}},
			[]plan.ScoreChange{{Standard: standard.All, Now: percent(0), After: percent(100)}, {Standard: standard.FSBP, Now: percent(0), After: percent(100)}},
		},
	} {
		b := switched(t).bench(lampNamed("x"))
		b.scan.Choice = c.choice
		if diff := cmp.Diff(c.want, b.make(t).Score); diff != "" {
			t.Errorf("%s (-want +predicted):\n%s", name, diff)
		}
	}
}
