// Package propose makes plans. It reads each resource afresh, works out with the compiled remediation how it shall be,
// and predicts what the controls will say then. It changes nothing.
package propose

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// Scan is what a plan comes from.
type Scan struct {
	ID        string
	Regions   []string
	Finished  time.Time
	Controls  []evaluate.Selected
	Resources []resource.Resource
	Findings  []control.Finding
	// Exceptions are those that hold. They have been laid over the findings already; those by tag are held against the tags
	// that are read anew, too.
	Exceptions []exception.Exception
	// Choice says what counts in the scores.
	Choice standard.Choice
	// Offline tells that a snapshot was scanned.
	Offline bool
}

// Options narrow a plan and set what remediations are run with.
type Options struct {
	// Wants tells whether something shall be done about a finding; nil wants all.
	Wants func(control.Finding) bool
	// Remediations are the names to use, empty for all.
	Remediations []string
	// Params are the parameters by the remediation's name.
	Params map[string]map[string]any
	// Exclude are patterns of resources that are not touched; see [excluded].
	Exclude []string
	// Protected are patterns of users and roles that are not touched.
	Protected []string
	// MaxSteps ends the plan after so many steps; zero means no end.
	MaxSteps int
}

// Proposer makes plans for one account.
type Proposer struct {
	Catalog *catalog.Catalog
	Source  collect.Source
	// Caller is the ARN of the principal that calls; it is never locked out.
	Caller  string
	Options Options
}

// Plan makes a plan from a scan.
func (p *Proposer) Plan(ctx context.Context, id string, scan Scan, now time.Time) (*plan.Plan, error) {
	d, err := p.draft(ctx, id, scan, now, worldOf(scan.Resources))
	if err != nil {
		return nil, err
	}
	return d.plan, nil
}

// draft makes a plan and keeps how it came about. Drafts of one scan may have one world, so that nothing is read twice.
func (p *Proposer) draft(ctx context.Context, id string, scan Scan, now time.Time, w world) (*draft, error) {
	d := &draft{
		Proposer: p, now: now, leaning: map[string]bool{}, judge: evaluate.New(p.Catalog, scan.Controls, now),
		plan: &plan.Plan{
			Schema: plan.Schema, ID: id, Account: p.Source.Account(), Regions: scan.Regions, Scan: scan.ID, ScanFinished: scan.Finished,
			Created: now, Offline: scan.Offline, Announced: []plan.Announced{}, Steps: []plan.Step{}, Left: []plan.Left{},
		},
		world: w, work: newWork(),
	}
	d.world.accepted = accept(scan)
	targets := d.targets(scan.Findings)
	if err := d.read(ctx, targets); err != nil {
		return nil, err
	}
	for _, t := range targets {
		if err := d.target(ctx, t); err != nil {
			return nil, err
		}
	}
	d.leaveIdle()
	if err := d.write(); err != nil {
		return nil, err
	}
	d.predict(scan)
	return d, nil
}

// draft is a plan in the making.
type draft struct {
	*Proposer
	now   time.Time
	judge *evaluate.Evaluator
	plan  *plan.Plan
	world world
	// idle are findings that bundles found nothing to do for, unless others did.
	idle []idle
	// leaning are the bundles that found something as they want it which steps of other remediations change.
	leaning map[string]bool
	// after are the findings once all steps are done.
	after []control.Finding
	work
}

// target is a resource with failed findings.
type target struct {
	ref      resource.Ref
	findings []control.Finding
	unit     *catalog.CollectorUnit
	units    []*catalog.RemediationUnit
	// read is the resource, or left says why nothing is done with it.
	read resource.Resource
	left text.Message
}

// targets gathers the wanted failed findings by resource. What no remediation serves is left to a person.
func (d *draft) targets(findings []control.Finding) []target {
	var out []target
	at := map[resource.Ref]int{}
	for _, f := range findings {
		if f.Status != control.Failed || (d.Options.Wants != nil && !d.Options.Wants(f)) {
			continue
		}
		if f.Workflow == control.Suppressed {
			d.leaveSuppressed(f)
			continue
		}
		if len(d.remediations(f.Control)) == 0 {
			if len(d.Options.Remediations) == 0 {
				d.leave(f, textPerson.With("control", string(f.Control)))
			}
			continue
		}
		i, ok := at[f.Resource]
		if !ok {
			i = len(out)
			at[f.Resource] = i
			out = append(out, target{ref: f.Resource})
		}
		out[i].findings = append(out[i].findings, f)
	}
	// Most severe first, so that a plan that ends early has what matters most.
	slices.SortStableFunc(out, func(a, b target) int { return cmp.Compare(b.rank(), a.rank()) })
	return out
}

// rank is that of the target's most severe finding.
func (t target) rank() int {
	rank := 0
	for _, f := range t.findings {
		rank = max(rank, f.Severity.Rank())
	}
	return rank
}

// remediations are those that serve a control and are wanted.
func (d *draft) remediations(id control.ID) []*catalog.RemediationUnit {
	all := d.Catalog.RemediationsFor(id)
	if len(d.Options.Remediations) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(u *catalog.RemediationUnit) bool {
		return !slices.Contains(d.Options.Remediations, u.Name)
	})
}

// sideBySide is how many resources are read at once.
const sideBySide = 16

// read reads the targets afresh, side by side.
func (d *draft) read(ctx context.Context, targets []target) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(sideBySide)
	for i := range targets {
		group.Go(func() error { return d.readOne(ctx, &targets[i]) })
	}
	return group.Wait()
}

// readOne reads one target, or notes why it is left alone.
func (d *draft) readOne(ctx context.Context, t *target) error {
	t.units = d.unitsFor(*t)
	t.unit = d.Catalog.CollectorFor(t.units[0])
	var no bool
	if t.left, no = d.hands(t.ref, nil); no {
		return nil
	}
	r, err := d.Source.Get(ctx, t.unit, t.ref, d.facts(t.unit, t.units))
	if gone(err) {
		t.left = textGone.With()
		return nil
	}
	if err != nil {
		return err
	}
	t.read = r
	t.left, _ = d.hands(t.ref, r)
	return nil
}

// target adds the steps that a resource needs.
func (d *draft) target(ctx context.Context, t target) error {
	if !t.left.IsZero() {
		d.leaveAll(t, t.left)
		return nil
	}
	if t = d.withoutTagged(t); len(t.findings) == 0 {
		return nil
	}
	d.know(t.unit, t.read)
	// What a resource needs comes before what bundles do with it: one may delete it.
	if err := d.steps(ctx, t); err != nil {
		return err
	}
	for _, u := range t.units {
		if !u.IsBundle() {
			continue
		}
		if err := d.bundle(ctx, t, u); err != nil {
			return err
		}
	}
	return nil
}

// unitsFor are the remediations that the target's findings ask for, each once, by name.
func (d *draft) unitsFor(t target) []*catalog.RemediationUnit {
	var out []*catalog.RemediationUnit
	for _, u := range d.Catalog.Remediations() {
		if slices.ContainsFunc(t.findings, func(f control.Finding) bool { return slices.Contains(d.remediations(f.Control), u) }) {
			out = append(out, u)
		}
	}
	return out
}

// facts are what planning wants to know of a resource: what the remediations read, what every selected control reads
// (for the prediction), and its tags.
func (d *draft) facts(u *catalog.CollectorUnit, units []*catalog.RemediationUnit) []string {
	var facts []string
	for _, r := range units {
		facts = append(facts, r.Facts()...)
		if r.Makes == plan.Deletes {
			facts = append(facts, u.Facts...) // all that undoing brings back
		}
	}
	facts = append(facts, d.judge.Facts(u.Type)...)
	if slices.Contains(u.Facts, tagsFact) {
		facts = append(facts, tagsFact)
	}
	slices.Sort(facts)
	return slices.Compact(facts)
}
