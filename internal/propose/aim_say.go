package propose

import (
	"slices"
	"strconv"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textAim         = text.Template{Key: "propose/aim", EN: "{n} of {all} steps; reaches {score} % (now {now} %)", JA: "全 {all} ステップ中 {n} ステップで {score} % に達します (現在 {now} %)"}
	textAimThere    = text.Template{Key: "propose/aim-there", EN: "the score is {now} % already: nothing has to be done to reach {aim} %", JA: "スコアはすでに {now} % です。{aim} % のために実施することはありません"}
	textAimMissed   = text.Template{Key: "propose/aim-missed", EN: "no plan reaches {aim} %: the highest that one reaches is {score} % (now {now} %), by {n} of {all} steps; what is left stands at the end, with the reasons", JA: "{aim} % に達するプランはありません。到達できる最高は {score} % です (現在 {now} %、全 {all} ステップ中 {n} ステップ)。残りは理由とともに末尾に示します"}
	textAimIn       = text.Template{Key: "propose/aim-in", EN: "the score aimed at is that of {standard}", JA: "目標は {standard} のスコアです"}
	textAimBound    = text.Template{Key: "propose/aim-bound", EN: "there may be a cheaper plan: not all of them were tried", JA: "さらに負担の少ないプランがあるかもしれません。すべての組み合わせは試していません"}
	textAimNoNearer = text.Template{Key: "propose/aim-no-nearer", EN: "it would bring the score no nearer to {aim} %", JA: "スコアは {aim} % に近づきません"}
)

// textsAim are the messages about plans to a score.
var textsAim = []text.Template{textAim, textAimThere, textAimMissed, textAimIn, textAimBound, textAimNoNearer}

// finish says in the plan how far it gets.
func (a *aiming) finish(best got, full *draft) Reached {
	r := a.reached(best, full)
	if r.Missed {
		a.leaveRest(best.draft, full)
	}
	notes := best.plan.Notes
	best.plan.Notes = []text.Message{a.says(r)}
	if a.aim.In != "" && a.aim.In != standard.All {
		best.note(textAimIn.With("standard", a.aim.In.Title()))
	}
	if !r.Exact {
		best.note(textAimBound.With())
	}
	for _, m := range notes {
		best.note(m)
	}
	return r
}

func (a *aiming) reached(best got, full *draft) Reached {
	return Reached{
		Now: a.is, After: best.score, Steps: len(best.plan.Steps), Of: len(full.plan.Steps), Cost: best.cost,
		Exact: best.exact, Missed: best.score < a.aim.Score,
	}
}

// says is how far a plan gets, in words.
func (a *aiming) says(r Reached) text.Message {
	t := textAim
	switch {
	case r.Missed:
		t = textAimMissed
	case a.is >= a.aim.Score:
		t = textAimThere
	}
	return t.With(
		"n", strconv.Itoa(r.Steps), "all", strconv.Itoa(r.Of), "score", strconv.Itoa(r.After), "now", strconv.Itoa(r.Now),
		"aim", strconv.Itoa(a.aim.Score),
	)
}

// leaveRest notes what a plan that misses its aim does nothing about: what every plan leaves, and what would bring it no
// nearer.
func (a *aiming) leaveRest(d, full *draft) {
	if d == full {
		return
	}
	d.plan.Left = slices.Clone(full.plan.Left)
	known := map[[3]string]bool{}
	key := func(c control.ID, resource, region string) [3]string { return [3]string{string(c), resource, region} }
	for _, l := range d.plan.Left {
		known[key(l.Control, l.Resource, l.Region)] = true
	}
	for _, m := range d.made {
		for _, j := range m.serves {
			known[key(j.Control, j.Resource.ID, j.Resource.Region)] = true
		}
	}
	for _, m := range full.made {
		for _, j := range m.serves {
			if k := key(j.Control, j.Resource.ID, j.Resource.Region); !known[k] {
				known[k] = true
				d.leave(control.Finding{Control: j.Control, Resource: j.Resource}, textAimNoNearer.With("aim", strconv.Itoa(a.aim.Score)))
			}
		}
	}
}
