package apply_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store/sqlite"
	"github.com/mantenhq/manten/internal/text"
)

// lamp is a made-up resource: it must be on, and bright.
type lamp struct {
	resource.Ref
	On         resource.Fact[bool]
	Brightness resource.Fact[int]
}

// madeUp is a catalog of one service with lamps. Its operations borrow their names from KMS; nothing is sent there.
func madeUp(t *testing.T) *catalog.Catalog {
	t.Helper()
	s := catalog.NewService("toy")
	say := func(key string) text.Template { return catalog.Text(s, key, key, key) }
	catalog.Collector(s, catalog.CollectorSpec[lamp]{Type: "Toy::Lamp", Version: 1, Scope: catalog.Regional})
	lit, dark := say("Toy.1/lit"), say("Toy.1/dark")
	catalog.Control(s, catalog.ControlSpec[lamp, catalog.None]{
		ID: "Toy.1", Title: "Lamps should be on and bright", TitleJA: "x", Severity: control.High, Reads: []string{"On", "Brightness"},
		Evaluate: func(l lamp, _ catalog.None, _ time.Time) control.Verdict {
			return control.PassIf(l.On.Value() && l.Brightness.Value() >= 10, lit.With(), dark.With())
		},
	})
	on := catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).EnableKey, "toy:On").Repeatable())
	off := catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).DisableKey, "toy:Off").Repeatable())
	brighten := catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).TagResource, "toy:Brighten"))
	dim := catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).UntagResource, "toy:Dim"))
	catalog.Remediation(s, catalog.RemediationSpec[lamp, catalog.None]{
		Name: "LightLamp", Summary: say("LightLamp/summary"), Controls: []control.ID{"Toy.1"}, Reads: []string{"On", "Brightness"},
		Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] {
			if l.On.Value() && l.Brightness.Value() >= 10 {
				return catalog.Edit[lamp]{After: l}
			}
			half, after := l, l
			half.On = resource.Is(true)
			after.On, after.Brightness = resource.Is(true), resource.Is(10)
			return catalog.Edit[lamp]{After: after, Moves: []catalog.Move{
				{Do: on.With(&kms.EnableKeyInput{KeyId: &l.Name}), Undo: off.With(&kms.DisableKeyInput{KeyId: &l.Name}), Leaves: half},
				{Do: brighten.With(&kms.TagResourceInput{KeyId: &l.Name}), Undo: dim.With(&kms.UntagResourceInput{KeyId: &l.Name})},
			}}
		},
	})
	cat, err := catalog.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// room is an account with lamps, in memory. Faults are taken from a queue, call by call.
type room struct {
	t     *testing.T
	cat   *catalog.Catalog
	lamps map[string]lamp
	calls []string
	// faults say what goes wrong: answered before the call has its effect, or after.
	faults []callFault
	hidden string
}

type callFault struct {
	landed bool
	err    error
}

func (r *room) Get(_ context.Context, u *catalog.CollectorUnit, ref resource.Ref, _ []string) (resource.Resource, error) {
	l := r.lamps[ref.Name]
	if r.hidden != "" {
		resource.Hide(&l, resource.Reason{Operation: "toy.Look", Code: r.hidden, Message: "no"}, "On", "Brightness")
	}
	return l, nil
}

func (r *room) Gather(context.Context, []collect.Wish) (collect.Result, error) {
	return collect.Result{}, nil
}

func (r *room) Call(_ context.Context, s *plan.Step, c *plan.Call) (awsop.Answer, error) {
	f := callFault{landed: true}
	if len(r.faults) > 0 {
		f, r.faults = r.faults[0], r.faults[1:]
	}
	if f.landed {
		r.calls = append(r.calls, c.Operation)
		l := r.lamps[s.Resource.Name]
		switch c.Operation {
		case "kms.EnableKey":
			l.On = resource.Is(true)
		case "kms.DisableKey":
			l.On = resource.Is(false)
		case "kms.TagResource":
			l.Brightness = resource.Is(10)
		case "kms.UntagResource":
			l.Brightness = resource.Is(1)
		}
		r.lamps[s.Resource.Name] = l
	}
	return awsop.Answer{RequestID: "req"}, f.err
}

// bench is a room with a plan for it and an applier.
type bench struct {
	*apply.Applier
	room *room
	plan *plan.Plan
	db   *sqlite.DB
	now  time.Time
}

var (
	denied    = &smithy.GenericAPIError{Code: "AccessDeniedException", Message: "no", Fault: smithy.FaultClient}
	throttled = &smithy.GenericAPIError{Code: "ThrottlingException", Message: "slow down", Fault: smithy.FaultClient}
	broken    = &smithy.GenericAPIError{Code: "InternalFailure", Message: "oops", Fault: smithy.FaultServer}
	expired   = &smithy.GenericAPIError{Code: "ExpiredTokenException", Message: "too late", Fault: smithy.FaultClient}
	errCut    = errors.New("connection reset by peer")
)

func newBench(t *testing.T, lamps ...string) *bench {
	t.Helper()
	cat := madeUp(t)
	b := &bench{room: &room{t: t, cat: cat, lamps: map[string]lamp{}}, now: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}
	for _, n := range lamps {
		ref := resource.Ref{Type: "Toy::Lamp", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:toy:::" + n, Name: n}
		b.room.lamps[n] = lamp{Ref: ref, On: resource.Is(false), Brightness: resource.Is(1)}
	}
	u, _ := cat.Control("Toy.1")
	selected := []evaluate.Selected{{Unit: u, Params: u.Params.Defaults}}
	b.plan = b.propose(t, cat, selected)
	var err error
	if b.db, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "m.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.db.Shut() })
	b.Applier = &apply.Applier{
		Catalog: cat, Account: b.room, Journal: b.db, Controls: selected,
		// Time passes only by sleeping, so that nothing here waits for real.
		Clock: apply.Clock{Now: func() time.Time { return b.now }, Sleep: func(ctx context.Context, d time.Duration) error {
			if d >= 10*time.Second { // the lease's own goroutine
				<-ctx.Done()
				return ctx.Err()
			}
			b.now = b.now.Add(d)
			return ctx.Err()
		}},
		Waits: apply.Waits{Verify: 3 * time.Second, Settle: 2 * time.Second, Lease: time.Minute},
	}
	return b
}

func (b *bench) propose(t *testing.T, cat *catalog.Catalog, selected []evaluate.Selected) *plan.Plan {
	t.Helper()
	var res collect.Result
	for _, l := range b.room.lamps {
		res.Resources = append(res.Resources, l)
	}
	p := &propose.Proposer{Catalog: cat, Source: offline{room: b.room}}
	out, err := p.Plan(t.Context(), "p1", propose.Scan{
		ID: "s1", Controls: selected, Resources: res.Resources, Findings: evaluate.New(cat, selected, b.now).All(res),
	}, b.now)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// offline makes a room a source to plan from.
type offline struct {
	collect.Source
	room *room
}

func (offline) Account() string { return "111122223333" }

func (o offline) Get(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error) {
	return o.room.Get(ctx, u, ref, facts)
}

// apply applies the plan; everything is permitted.
func (b *bench) apply(ctx context.Context, p *plan.Plan) (*plan.Run, error) {
	digest, err := plan.Digest(p)
	if err != nil {
		return nil, err
	}
	return b.Apply(ctx, p, apply.Opening{
		RunID: "r-" + p.ID, Plan: p.ID, Digest: digest, Account: p.Account, UndoOf: p.UndoOf, Holder: apply.Holder{Host: "here", PID: 1},
	}, func(*plan.Step) *apply.Refusal { return nil })
}
