package propose

import (
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// predict evaluates the account as it shall be: the score after the plan, and what the plan makes fail.
func (d *draft) predict(scan Scan) {
	shall := map[resource.Ref][]control.Finding{}
	for _, ref := range d.touched() {
		shall[ref] = d.findings(d.standing[ref])
		d.announce(d.findings(d.known[ref]), shall[ref])
	}
	after := replace(scan.Findings, shall, d.joins)
	if len(shall) > 0 {
		after = d.rejoin(after)
	}
	after = slices.DeleteFunc(after, d.noLongerNone)
	d.after = after
	now := evaluate.Score(scan.Choice, scan.Controls, scan.Findings).Scores
	then := evaluate.Score(scan.Choice, scan.Controls, after).Scores
	for i, s := range now {
		d.plan.Score = append(d.plan.Score, plan.ScoreChange{Standard: s.Standard, Now: s.Score, After: then[i].Score})
	}
}

// findings judges a resource, if it is there.
func (d *draft) findings(r resource.Resource) []control.Finding {
	if d.missing(r) {
		return nil
	}
	return d.judge.Resource(r)
}

// missing tells whether a resource is not there, before a step that creates it or after one that deletes it. One that
// is there may have no known facts, too.
func (d *draft) missing(r resource.Resource) bool {
	return resource.IsMissing(r) && slices.ContainsFunc(d.on[r.Reference()], func(at int) bool {
		return d.made[at].chain.makes() != ""
	})
}

// touched are the resources that steps change.
func (d *draft) touched() []resource.Ref {
	var out []resource.Ref
	for i, m := range d.made {
		if d.on[m.ref][0] == i {
			out = append(out, m.ref)
		}
	}
	return out
}

// joins tells whether a finding is of a control that spans resources.
func (d *draft) joins(f control.Finding) bool {
	u, ok := d.Catalog.Control(f.Control)
	return ok && u.Joins()
}

// replace gives the findings with new ones of some resources in the place of all their old ones: a control may begin to
// apply, or no longer apply. A suppression stays, and so do findings that keep names.
func replace(all []control.Finding, with map[resource.Ref][]control.Finding, keep func(control.Finding) bool) []control.Finding {
	out := make([]control.Finding, 0, len(all))
	accepted := map[string]control.Finding{}
	for _, f := range all {
		if _, is := with[f.Resource]; !is || keep(f) {
			out = append(out, f)
			continue
		}
		if f.Workflow == control.Suppressed {
			accepted[control.FindingID(f.Control, f.Resource)] = f
		}
	}
	for _, findings := range with {
		for _, f := range findings {
			if was, is := accepted[f.ID]; is {
				f = still(f, was)
			}
			out = append(out, f)
		}
	}
	return out
}

// rejoin judges by the controls that span resources anew, on the account as it shall be. What could not be judged
// before stays so, and so does that there is nothing to judge.
func (d *draft) rejoin(findings []control.Finding) []control.Finding {
	shall := d.shall()
	w := catalog.NewWorld(shall)
	was := map[string]control.Finding{}
	out := slices.DeleteFunc(findings, func(f control.Finding) bool {
		if d.joins(f) {
			was[f.ID] = f
		}
		return d.joins(f) && f.Status != control.NotAvailable && f.Code != evaluate.CodeNone
	})
	var before, after []control.Finding
	for _, r := range shall {
		for _, f := range d.judge.Joined(w, r) {
			old, is := was[f.ID]
			if is && old.Status == control.NotAvailable {
				continue
			}
			if is {
				f = still(f, old)
				before = append(before, old)
			}
			after = append(after, f)
		}
	}
	d.announce(before, after)
	return append(out, after...)
}

// shall is the account of the scan as the steps leave it.
func (d *draft) shall() []resource.Resource {
	touched := map[resource.Ref]bool{}
	for _, ref := range d.touched() {
		touched[ref] = true
	}
	out := make([]resource.Resource, 0, len(d.world.scan))
	for _, r := range d.world.scan {
		ref := r.Reference()
		if touched[ref] {
			u, _ := d.Catalog.Collector(ref.Type)
			r = patched(u, r, d.standing[ref], resource.Differing(d.known[ref], d.standing[ref], u.Facts))
			delete(touched, ref)
		}
		out = append(out, r)
	}
	for _, ref := range d.touched() {
		if touched[ref] {
			out = append(out, d.standing[ref])
		}
	}
	return slices.DeleteFunc(out, d.missing)
}

// noLongerNone tells whether a finding says that there is no resource of a type where the plan makes one.
func (d *draft) noLongerNone(f control.Finding) bool {
	u, ok := d.Catalog.Collector(f.Resource.Type)
	if !ok || !f.Resource.IsAccount() || f.Code != evaluate.CodeNone {
		return false
	}
	return slices.ContainsFunc(d.made, func(m made) bool {
		return m.unit == u && m.ref.Region == f.Resource.Region && m.chain.makes() == plan.Creates
	})
}

// announce says which controls the plan itself makes fail.
func (d *draft) announce(was, shall []control.Finding) {
	failed := map[string]bool{}
	for _, f := range was {
		failed[f.ID] = f.Status == control.Failed
	}
	for _, f := range shall {
		if f.Status == control.Failed && !failed[f.ID] {
			d.plan.Announced = append(d.plan.Announced, plan.Announced{
				Control: f.Control, Resource: f.Resource.ID, Why: f.Reason,
			})
		}
	}
}
