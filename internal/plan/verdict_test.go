package plan_test

import (
	"testing"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// An account has the same id in every region: only the region tells which of its findings a verdict is about.
func TestVerdictOf(t *testing.T) {
	t.Parallel()
	at := func(region, id string) resource.Ref { return resource.Ref{Region: region, ID: id} }
	step := plan.Step{Resource: at("eu-west-1", "trail")}
	for name, c := range map[string]struct {
		verdict plan.VerdictRecord
		ref     resource.Ref
		want    bool
	}{
		"the step's own":          {plan.VerdictRecord{}, at("eu-west-1", "trail"), true},
		"not the step's own":      {plan.VerdictRecord{}, at("us-east-1", "trail"), false},
		"another, here":           {plan.VerdictRecord{Resource: "account", Region: "us-east-1"}, at("us-east-1", "account"), true},
		"another, elsewhere":      {plan.VerdictRecord{Resource: "account", Region: "us-east-1"}, at("eu-west-1", "account"), false},
		"another than the step's": {plan.VerdictRecord{Resource: "account", Region: "us-east-1"}, at("eu-west-1", "trail"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.verdict.Of(&step, c.ref); got != c.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
