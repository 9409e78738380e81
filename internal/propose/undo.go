package propose

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textUndoIrreversible = text.Template{Key: "undo/irreversible", EN: "step {step} cannot be undone: {why}", JA: "ステップ {step} は元に戻せません: {why}"}
	textUndoNothing      = text.Template{Key: "undo/nothing", EN: "step {step} changed nothing", JA: "ステップ {step} は何も変更していません"}
	textUndoTwice        = text.Template{Key: "undo/twice", EN: "step {step} has been undone already", JA: "ステップ {step} はすでに元に戻されています"}
)

// Undo makes the plan that takes a run back: its steps in reverse order, each undoing the calls that were carried out,
// guarded only by the facts that it changes. Steps that another run has undone already are left.
func Undo(id string, p *plan.Plan, run *plan.Run, earlier []plan.Run, now time.Time) (*plan.Plan, error) {
	out := &plan.Plan{
		Schema: plan.Schema, ID: id, Account: p.Account, Regions: p.Regions, Scan: p.Scan, ScanFinished: p.ScanFinished, Created: now,
		Offline: p.Offline, UndoOf: run.ID, Score: []plan.ScoreChange{}, Announced: []plan.Announced{},
		Steps: []plan.Step{}, Left: []plan.Left{},
	}
	for _, rs := range slices.Backward(run.Steps) {
		s := p.Find(rs.Step)
		if s == nil {
			continue
		}
		why := noUndo(*s, rs, earlier)
		if !why.IsZero() {
			out.Left = append(out.Left, plan.Left{Resource: s.Resource.ID, Region: s.Region, Why: why})
			continue
		}
		step, err := inverse(*s, rs)
		if err != nil {
			return nil, err
		}
		out.Steps = append(out.Steps, step)
	}
	reorder(out, p)
	return out, nil
}

// noUndo says why there is nothing to take back, or nothing that can be.
func noUndo(s plan.Step, rs plan.RunStep, earlier []plan.Run) text.Message {
	switch {
	case len(moved(rs)) == 0:
		return textUndoNothing.With("step", s.ID)
	case s.Irreversible != nil && len(s.Undo) == 0:
		return textUndoIrreversible.With("step", s.ID, "why", s.Irreversible.Text)
	}
	for _, r := range earlier {
		if slices.ContainsFunc(r.Steps, func(o plan.RunStep) bool {
			return o.Step == s.ID && (o.State == plan.Undone || o.State == plan.AlreadySo)
		}) {
			return textUndoTwice.With("step", s.ID)
		}
	}
	return text.Message{}
}

// moved lists the moves whose calls were carried out, or may have been.
func moved(rs plan.RunStep) []int {
	var out []int
	for _, c := range rs.Calls {
		if c.Error == "" && !slices.Contains(out, c.Index) {
			out = append(out, c.Index)
		}
	}
	return out
}

func inverse(s plan.Step, rs plan.RunStep) (plan.Step, error) {
	moves, back := moved(rs), restored(s)
	u := plan.Step{
		ID: s.ID, Region: s.Region, Resource: s.Resource, Makes: s.Makes.Back(), Remediations: s.Remediations, Controls: s.Controls,
		Parameters: map[string]json.RawMessage{}, Guarded: back, Facts: map[string]json.RawMessage{},
		Do: []plan.Call{}, Undo: []plan.Call{}, Risk: []text.Message{}, After: []string{}, Waits: s.UndoWaits,
	}
	for _, c := range s.Undo {
		if slices.Contains(moves, c.Move) {
			c = known(c, rs)
			c.Leaves = only(c.Leaves, back)
			u.Do = append(u.Do, c)
		}
	}
	for _, c := range s.Do {
		if slices.Contains(moves, c.Move) {
			u.Undo = append(u.Undo, c)
		}
	}
	for _, c := range s.Changes {
		if !slices.Contains(back, c.Fact) {
			continue
		}
		left := c.After
		if half, ok := s.Do[slices.Max(moves)].Leaves[c.Fact]; ok {
			left = half
		}
		if seen, ok := rs.Observed[c.Fact]; ok {
			left = seen
		}
		u.Facts[c.Fact] = left
		u.Changes = append(u.Changes, plan.Change{Fact: c.Fact, Before: left, After: c.Before, Sensitive: c.Sensitive})
	}
	slices.Sort(u.Guarded)
	var err error
	u.Guard, err = resource.DigestOf(u.Facts, u.Guarded)
	return u, err
}

// restored names the facts that undoing brings back: all that the step changes, but for those that only calls without a
// way back change.
func restored(s plan.Step) []string {
	if s.Irreversible == nil {
		return s.Changed()
	}
	var out []string
	for _, u := range s.Undo {
		for _, c := range s.Changes {
			before, after := c.Before, s.Do[u.Move].Leaves[c.Fact]
			if u.Move > 0 {
				before = s.Do[u.Move-1].Leaves[c.Fact]
			}
			if string(before) != string(after) && !slices.Contains(out, c.Fact) {
				out = append(out, c.Fact)
			}
		}
	}
	return out
}

// known puts what the run's calls gave into an undo call. What was lost is left to be read from the resource.
func known(c plan.Call, rs plan.RunStep) plan.Call {
	c.Outputs = slices.Clone(c.Outputs)
	for i, o := range c.Outputs {
		c.Outputs[i].Value = outputOf(rs, o)
	}
	return c
}

func outputOf(rs plan.RunStep, o plan.Output) string {
	for _, call := range slices.Backward(rs.Calls) {
		if v := call.Outputs[o.Path]; call.Index == o.Move && v != "" {
			return v
		}
	}
	return ""
}

// reorder turns the order of the original around: what came first is undone last.
func reorder(undo, p *plan.Plan) {
	for _, s := range p.Steps {
		for _, first := range s.After {
			if u := undo.Find(first); u != nil && undo.Find(s.ID) != nil {
				u.After = append(u.After, s.ID)
			}
		}
	}
}
