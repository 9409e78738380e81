package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/view"
)

// iamPolicy is an IAM policy as AWS reads it.
type iamPolicy struct {
	Version   string
	Statement []iamStatement
}

type iamStatement struct {
	Sid, Effect      string
	Action, Resource []string
}

func newPolicy(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "policy scan|planning|sync|PLAN",
		Short: "Print the least IAM policy for scanning, or for applying just one plan",
		Long: "With `scan`, prints what reading the selected controls needs; with `planning`, what proposing plans reads besides; with\n" +
			"`sync`, what sending to Security Hub needs. With a plan, prints what applying and undoing just that plan needs, with its resources.",
		Example: "  manten policy scan --standard cis-1.2.0\n  manten policy plan.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			doc, err := a.policy(c.Context(), f, args[0])
			if err != nil {
				return err
			}
			return a.write(f, func(w io.Writer, _ bool) error { return view.JSON(w, doc) })
		},
	}
	f.addControls(c)
	f.addFormat(c, "json")
	return c
}

func (a *App) policy(ctx context.Context, f *flags, what string) (iamPolicy, error) {
	if what == "sync" {
		return syncPolicy(), nil
	}
	if what != "scan" && what != "planning" {
		p, _, err := a.readPlan(ctx, f, what)
		if err != nil {
			return iamPolicy{}, err
		}
		return a.planPolicy(p)
	}
	units, err := f.units(a.Catalog)
	if err != nil {
		return iamPolicy{}, err
	}
	g := grants{}
	if what == "planning" {
		a.planning(g, units)
	}
	for _, op := range a.AWS.Reads {
		g.add("MantenScan", op.Actions, "*")
	}
	for _, w := range collect.Wishes(a.Catalog, units) {
		for _, op := range w.Unit.Calls(w.Facts) {
			g.add("MantenScan", op.Actions, "*")
		}
	}
	return g.policy(), nil
}

// syncPolicy is what sending to Security Hub needs.
func syncPolicy() iamPolicy {
	g := grants{}
	for _, need := range securityhub.SyncGrants() {
		g.add("MantenSync", []string{need.Action}, need.Resource)
	}
	return g.policy()
}

// planning adds what proposing plans reads besides: what tells about risk, cost and use, what bundles look at, and the
// parameters that are kept in Parameter Store. Any remediation may ask for the helpers.
func (a *App) planning(g grants, units []*catalog.ControlUnit) {
	for _, r := range a.Catalog.Remediations() {
		serves := func(c *catalog.ControlUnit) bool { return slices.Contains(r.Controls, c.ID) }
		if !r.Helper && !slices.ContainsFunc(units, serves) {
			continue
		}
		reads := slices.Concat(
			a.Catalog.CollectorFor(r).ReadCalls(append(r.Facts(), "Tags")), a.Catalog.CallsNeeded(r.Needs),
			propose.ParameterCalls(a.Catalog, r),
		)
		for _, op := range reads {
			g.add("MantenPlanning", op.Actions, "*")
		}
	}
}

// planPolicy is what applying and undoing one plan needs.
func (a *App) planPolicy(p *plan.Plan) (iamPolicy, error) {
	g := grants{}
	for i := range p.Steps {
		s := &p.Steps[i]
		a.reads(g, s)
		if err := a.writes(g, "MantenApply", s, s.Do); err != nil {
			return iamPolicy{}, err
		}
		if err := a.writes(g, "MantenUndo", s, s.Undo); err != nil {
			return iamPolicy{}, err
		}
	}
	return g.policy(), nil
}

// reads adds what a step reads: to guard and to verify, while it waits, in the place of an output that was lost, and the
// secrets of its calls.
func (a *App) reads(g grants, s *plan.Step) {
	u, _ := a.Catalog.Collector(s.Resource.Type)
	facts := slices.Concat(s.Guarded, s.Changed())
	for _, c := range slices.Concat(s.Do, s.Undo) {
		facts = append(facts, factsOf(c)...)
		for _, secret := range c.Secrets {
			if from, ok := a.Catalog.Secret(secret.Source); ok {
				g.reading(from.Calls, "*")
			}
		}
	}
	for _, c := range live(a.Catalog, *s) {
		if slices.Contains(a.Catalog.CollectorsOf(c), u) {
			facts = append(facts, c.ReadsOf(u)...)
		}
	}
	g.reading(u.ReadCalls(facts), readable(s.Resource))
	a.spans(g, s)
}

// factsOf are the facts that making a call may read.
func factsOf(c plan.Call) []string {
	var out []string
	if c.Await != nil {
		out = slices.Collect(maps.Keys(c.Await.Facts))
	}
	for _, o := range c.Outputs {
		if o.Fact != "" {
			out = append(out, o.Fact)
		}
	}
	return out
}

// spans adds what verifying reads of other resources than the step's.
func (a *App) spans(g grants, s *plan.Step) {
	judged := slices.Clone(s.Elsewhere)
	for _, id := range s.Controls {
		judged = append(judged, plan.Judged{Control: id, Resource: s.Resource})
	}
	for _, j := range judged {
		c, known := a.Catalog.Control(j.Control)
		u, typed := a.Catalog.Collector(j.Resource.Type)
		if !known || !typed || !slices.Contains(a.Catalog.CollectorsOf(c), u) {
			continue
		}
		g.reading(u.ReadCalls(c.ReadsOf(u)), readable(j.Resource))
		g.reading(a.Catalog.CallsNeeded(c.NeedsOf(u)), "*")
	}
}

// readable is the ARN that reading a resource can be narrowed to. EC2's describe actions know no resource, nor do
// settings of the account.
func readable(ref resource.Ref) string {
	if ref.IsAccount() || strings.Contains(ref.ID, ":ec2:") {
		return "*"
	}
	return ref.ID
}

func (a *App) writes(g grants, sid string, s *plan.Step, calls []plan.Call) error {
	at := awsop.Site{Partition: resource.Partition(s.Region), Region: s.Region, Account: s.Resource.Account, Resource: readableID(s.Resource)}
	for _, c := range calls {
		op, ok := a.Catalog.Op(c.Operation)
		if !ok {
			return fault.New(fault.Internal, "operation %s is not declared", c.Operation)
		}
		input, err := known(op, c)
		if err != nil {
			return err
		}
		arns, err := op.Resources(input, at)
		if err != nil {
			return err
		}
		for _, arn := range arns {
			g.add(sid, op.Actions, arn)
		}
	}
	return nil
}

// known is a call's input with any value in the place of those that are known only when the call is made.
func known(op *awsop.Op, c plan.Call) (json.RawMessage, error) {
	values := map[string]string{}
	for _, o := range c.Outputs {
		values[o.Into] = cmp.Or(o.Value, "*")
	}
	return op.Fill(c.Input, values)
}

func readableID(ref resource.Ref) string {
	if ref.IsAccount() {
		return "*"
	}
	return ref.ID
}

// grants gathers actions by Sid and resource.
type grants map[string]map[string]map[string]bool

func (g grants) add(sid string, actions []string, resource string) {
	if g[sid] == nil {
		g[sid] = map[string]map[string]bool{}
	}
	for _, action := range actions {
		if g[sid][action] == nil {
			g[sid][action] = map[string]bool{}
		}
		g[sid][action][resource] = true
	}
}

// reading adds what operations of applying read.
func (g grants) reading(ops []awsop.Op, resource string) {
	for _, op := range ops {
		g.add("MantenRead", op.Actions, resource)
	}
}

// policy writes the grants down: actions on the same resources share a statement.
func (g grants) policy() iamPolicy {
	p := iamPolicy{Version: "2012-10-17", Statement: []iamStatement{}}
	for _, sid := range slices.Sorted(maps.Keys(g)) {
		byResources := map[string][]string{}
		for action, resources := range g[sid] {
			key := strings.Join(slices.Sorted(maps.Keys(resources)), "\n")
			byResources[key] = append(byResources[key], action)
		}
		for n, key := range slices.Sorted(maps.Keys(byResources)) {
			actions := byResources[key]
			slices.Sort(actions)
			name := sid
			if n > 0 {
				name += string(rune('A' + n%26))
			}
			p.Statement = append(p.Statement, iamStatement{Sid: name, Effect: "Allow", Action: actions, Resource: strings.Split(key, "\n")})
		}
	}
	return p
}

// allFacts wishes for everything that is known about every type; for snapshots.
func allFacts(cat *catalog.Catalog) []collect.Wish {
	var out []collect.Wish
	for _, u := range cat.Collectors() {
		out = append(out, collect.Wish{Unit: u, Facts: u.Facts})
	}
	return out
}
