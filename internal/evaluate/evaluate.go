// Package evaluate judges collected resources by controls. It is pure: the same resources, parameters and moment give
// the same findings.
package evaluate

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// Selected is a control with the parameters that it is evaluated with.
type Selected struct {
	Unit   *catalog.ControlUnit
	Params any
}

// Evaluator judges resources by the selected controls at one moment.
type Evaluator struct {
	now   time.Time
	of    map[resource.Type][]Selected
	reads map[resource.Type][]string
}

// New makes an evaluator.
func New(cat *catalog.Catalog, controls []Selected, now time.Time) *Evaluator {
	e := &Evaluator{now: now, of: map[resource.Type][]Selected{}, reads: map[resource.Type][]string{}}
	for _, c := range controls {
		for _, u := range cat.CollectorsOf(c.Unit) {
			e.of[u.Type] = append(e.of[u.Type], c)
			e.reads[u.Type] = append(e.reads[u.Type], c.Unit.ReadsOf(u)...)
		}
	}
	return e
}

// Resource judges one resource by the controls that look at nothing else. A verdict of not applicable gives no finding.
func (e *Evaluator) Resource(r resource.Resource) []control.Finding {
	return e.add(nil, catalog.World{}, r, func(c Selected) bool { return !c.Unit.Joins() })
}

// Joined judges one resource among the others of the account, by the controls that span resources.
func (e *Evaluator) Joined(w catalog.World, r resource.Resource) []control.Finding {
	return e.add(nil, w, r, func(c Selected) bool { return c.Unit.Joins() })
}

// add appends the findings of a resource by the wanted controls; nil wants all.
func (e *Evaluator) add(out []control.Finding, w catalog.World, r resource.Resource, wants func(Selected) bool) []control.Finding {
	ref := r.Reference()
	for _, c := range e.of[ref.Type] {
		if wants != nil && !wants(c) {
			continue
		}
		v := c.Unit.EvaluateIn(w, r, c.Params, e.now)
		if v.Status != control.NotApplicable {
			out = append(out, e.finding(c, ref, v))
		}
	}
	return out
}

// Facts are those that the selected controls read of a type.
func (e *Evaluator) Facts(t resource.Type) []string {
	return slices.Clone(e.reads[t])
}

func (e *Evaluator) finding(c Selected, ref resource.Ref, v control.Verdict) control.Finding {
	f := control.Finding{
		ID: control.FindingID(c.Unit.ID, ref), Control: c.Unit.ID, Resource: ref, Status: v.Status,
		Severity: control.Informational, Code: v.Code, Reason: v.Reason, FirstSeen: e.now, LastSeen: e.now,
	}
	f.Workflow = f.Workflow.After("", v.Status)
	if v.Status == control.Failed {
		f.Severity = c.Unit.Severity
	}
	return f
}

// All judges everything that was collected, on all processors. The findings are ordered by control and resource.
func (e *Evaluator) All(res collect.Result) []control.Finding {
	findings := e.resources(res.World(), res.Resources)
	some := map[typeIn]bool{}
	for _, r := range res.Resources {
		some[typeIn{r.Reference().Type, r.Reference().Region}] = true
	}
	for _, l := range res.Listings {
		findings = append(findings, e.listing(l, some[typeIn{l.Unit.Type, l.Region}])...)
	}
	slices.SortFunc(findings, func(a, b control.Finding) int {
		return cmp.Or(catalog.CompareIDs(a.Control, b.Control), a.Resource.Compare(b.Resource))
	})
	return findings
}

// typeIn is a type of resource in a region.
type typeIn struct {
	kind   resource.Type
	region string
}

func (e *Evaluator) resources(w catalog.World, all []resource.Resource) []control.Finding {
	n := runtime.GOMAXPROCS(0)
	parts := make([][]control.Finding, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { parts[i] = e.part(w, all[len(all)*i/n:len(all)*(i+1)/n]) })
	}
	wg.Wait()
	return slices.Concat(parts...)
}

// part judges some of the resources, in room made once: growing by and by costs more than the judging.
func (e *Evaluator) part(w catalog.World, some []resource.Resource) []control.Finding {
	room := 0
	for _, r := range some {
		room += len(e.of[r.Reference().Type])
	}
	out := make([]control.Finding, 0, room)
	for _, r := range some {
		out = e.add(out, w, r, nil)
	}
	return out
}

var (
	textNone = text.Template{
		Key: "evaluate/none", EN: "there is no resource of type {type} here", JA: "{type} 型のリソースはありません",
	}
	textUnlisted = text.Template{
		Key: "evaluate/unlisted", EN: "listing {type} ended early: {operation} gave {code}: {message}",
		JA: "{type} の一覧を最後まで取得できません: {operation} が {code} を返しました: {message}",
	}
)

// Texts are the messages of this package.
func Texts() []text.Template { return []text.Template{textNone, textUnlisted} }

// CodeNone is Security Hub's status reason code where there is nothing to judge.
const CodeNone = "CONFIG_EVALUATIONS_EMPTY"

// listing gives the account-level findings of a type in a region: passed where a completed listing found nothing, not
// available where the listing was not completed.
func (e *Evaluator) listing(l collect.Listing, some bool) []control.Finding {
	v := control.Verdict{Status: control.Passed, Code: CodeNone, Reason: textNone.With("type", string(l.Unit.Type))}
	switch {
	case l.Why != nil:
		v = control.Unknown(textUnlisted.With("type", string(l.Unit.Type), "operation", l.Why.Operation, "code", l.Why.Code, "message", l.Why.Message))
	case some:
		return nil
	}
	var out []control.Finding
	for _, c := range e.of[l.Unit.Type] {
		ref := resource.Ref{Type: l.Unit.Type, Account: l.Account, Region: l.Region, ID: resource.AccountID(l.Account), Name: l.Account}
		out = append(out, e.finding(c, ref, v))
	}
	return out
}

// Score computes the statuses of the selected controls and the scores that they make, by what counts.
func Score(c standard.Choice, controls []Selected, findings []control.Finding) standard.Result {
	in := make(map[control.ID]standard.In, len(controls))
	for _, s := range controls {
		in[s.Unit.ID] = s.Unit.Standards
	}
	return c.Score(in, findings)
}
