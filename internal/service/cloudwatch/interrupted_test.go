package cloudwatch

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkssm "github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource/kms"
)

// few are the controls of an account with one chain.
var few = []control.ID{"CloudTrail.1", "CloudTrail.2", "CloudTrail.4", "CloudTrail.5", "CloudTrail.7", "CloudWatch.5", "KMS.4"}

// emptyAccount is one in which only few controls are looked at, and in which nothing takes long.
func emptyAccount(t *testing.T) *loop.Bench {
	t.Helper()
	b := bench(t)
	b.Select = slices.DeleteFunc(b.Select, func(s evaluate.Selected) bool { return !slices.Contains(few, s.Unit.ID) })
	b.Applier.Controls = b.Select
	b.Applier.Waits = apply.Waits{Verify: 300 * time.Millisecond, Settle: 100 * time.Millisecond, Lease: time.Minute}
	return b
}

// planned is the plan that makes the chain.
func planned(b *loop.Bench) *plan.Plan {
	b.T.Helper()
	res, findings := b.Scan()
	return b.Plan(res, findings, options(map[string]any{"email": mail}))
}

func writesOf(p *plan.Plan) (names []string) {
	for _, s := range p.Steps {
		for _, c := range s.Do {
			names = append(names, c.Operation)
		}
	}
	return names
}

// interrupt does something with the n-th write.
func interrupt(b *loop.Bench, writes []string, n int, do awstest.Action) {
	var seen atomic.Int64
	b.AWS.Rule(awstest.Rule{Do: func(x *awstest.Exchange) *awstest.Reply {
		if slices.Contains(writes, x.Call.Service+"."+x.Call.Operation) && int(seen.Add(1)) == n+1 {
			return do(x)
		}
		return x.Next()
	}})
}

// wholeChain holds that the account has all of the chain. Of a key that was made and got no alias nobody knows: it stays
// behind, for a person to see.
func wholeChain(b *loop.Bench, orphan bool) {
	b.T.Helper()
	b.AWS.Confirm(region, mail)
	res, findings := b.Scan()
	seen := map[control.ID]bool{}
	for _, f := range findings {
		seen[f.Control] = seen[f.Control] || f.Status == control.Passed
		if f.Status == control.Failed && (f.Control != "KMS.4" || !orphan) {
			b.T.Errorf("%s is %s on %s: %s", f.Control, f.Status, f.Resource.ID, f.Reason)
		}
	}
	for _, id := range few {
		if !seen[id] {
			b.T.Errorf("%s does not pass", id)
		}
	}
	if p := b.Plan(res, findings, options(nil)); len(p.Steps) > 0 {
		b.T.Errorf("%d steps are still to be done: %v", len(p.Steps), writesOf(p))
	}
	out, err := sdkssm.NewFromConfig(b.AWS.Config(region)).GetParameter(b.T.Context(), &sdkssm.GetParameterInput{Name: aws.String(kms.SolutionParameter)})
	if err != nil || out.Parameter == nil {
		b.T.Errorf("the key is not kept in Parameter Store: %v", err)
	}
}

// Whichever call fails, a new plan makes what is missing, and nothing half made is left.
func TestChainAfterFailure(t *testing.T) {
	t.Parallel()
	writes := writesOf(planned(emptyAccount(t)))
	if len(writes) < 15 {
		t.Fatalf("only %v are planned", writes)
	}
	for n, name := range writes {
		t.Run(fmt.Sprint(n, " ", name), func(t *testing.T) {
			t.Parallel()
			b := emptyAccount(t)
			p := planned(b)
			interrupt(b, writes, n, awstest.Deny())
			b.Apply("r1", p)
			p = planned(b)
			p.ID = "p2"
			b.Apply("r2", p)
			wholeChain(b, name == "kms.CreateAlias")
		})
	}
}

// Whenever the process ends, the same plan is brought to its end.
func TestChainAfterKill(t *testing.T) {
	t.Parallel()
	writes := writesOf(planned(emptyAccount(t)))
	for n, name := range writes {
		t.Run(fmt.Sprint(n, " ", name), func(t *testing.T) {
			t.Parallel()
			b := emptyAccount(t)
			p := planned(b)
			digest, err := plan.Digest(p)
			if err != nil {
				t.Fatal(err)
			}
			ctx, kill := context.WithCancel(t.Context())
			defer kill()
			interrupt(b, writes, n, func(x *awstest.Exchange) *awstest.Reply {
				reply := x.Next()
				kill()
				return reply
			})
			_, err = b.Applier.Apply(ctx, p, apply.Opening{
				RunID: "r1", Plan: p.ID, Digest: digest, Account: p.Account, Holder: apply.Holder{Host: "test", PID: 1},
			}, func(*plan.Step) *apply.Refusal { return nil })
			if err == nil && n < len(writes)-1 {
				t.Error("the process did not end")
			}
			applied(t, b, "r1", p, plan.Verified)
			wholeChain(b, false)
			if made := len(writesMade(b, writes)); made != len(writes) {
				t.Errorf("%d writes, %d were planned", made, len(writes))
			}
		})
	}
}

// An answer that is lost is no failure: what the call did is looked up, or it is made again.
func TestChainAfterLostAnswer(t *testing.T) {
	t.Parallel()
	writes := writesOf(planned(emptyAccount(t)))
	for n, name := range writes {
		if slices.Index(writes, name) < n {
			continue // once for each operation
		}
		t.Run(fmt.Sprint(n, " ", name), func(t *testing.T) {
			t.Parallel()
			b := emptyAccount(t)
			p := planned(b)
			interrupt(b, writes, n, awstest.CutAfter())
			if name == "kms.CreateKey" { // nobody can tell: a person has to look
				b.Apply("r1", p)
				p = planned(b)
				p.ID = "p2"
				b.Apply("r2", p)
			} else {
				applied(t, b, "r1", p, plan.Verified)
			}
			wholeChain(b, name == "kms.CreateKey")
		})
	}
}

func writesMade(b *loop.Bench, writes []string) (out []string) {
	for _, c := range b.AWS.Calls() {
		if name := c.Service + "." + c.Operation; slices.Contains(writes, name) {
			out = append(out, name)
		}
	}
	return out
}
