package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// ControlSpec declares a control on resources of type T with parameters of type P.
type ControlSpec[T resource.Resource, P any] struct {
	ID control.ID
	// Title and its Japanese form; the English one is Security Hub's.
	Title, TitleJA string
	Severity       control.Severity
	Standards      standard.In
	// Reads names the facts that Evaluate looks at.
	Reads []string
	// Needs names what else Joined and Picks look at.
	Needs []Need
	// Picks tells, by what the others are, whether the control is about a resource; those that it is not about are not
	// applicable, and their facts are not read for its sake. Nil picks all.
	Picks func(r T, w World) bool
	// Partial controls can judge with some of their facts hidden or not asked; they must then look at each fact's
	// state. Other controls are called only when all of their facts are known or absent.
	Partial bool
	// Defaults are the parameters unless configuration sets others.
	Defaults P
	// Retired says since when AWS no longer offers the control, empty for a live one.
	Retired string
	// RetiredFor says in a sentence since when that is, why, and what looks at it today; empty for a live one.
	RetiredFor text.Template
	// Advice says what a person does, where no remediation exists by API, or none does the whole.
	Advice text.Template
	// ByPerson are reasons to fail that a remediation cannot put right by itself, though one serves the control.
	ByPerson []text.Template
	// Evaluate is pure.
	Evaluate func(r T, p P, now time.Time) control.Verdict
	// Joined takes the place of Evaluate in a control that spans resources; it is pure, too.
	Joined func(r T, w World, p P, now time.Time) control.Verdict
}

// ControlUnit is a control without its types.
type ControlUnit struct {
	Service   string
	ID        control.ID
	Title     text.Template
	Severity  control.Severity
	Standards standard.In
	Reads     []string
	Retired   string
	// RetiredFor says since when that is, why, and what looks at it today.
	RetiredFor text.Template
	Advice     text.Template
	// ByPerson are reasons to fail that a remediation cannot put right by itself.
	ByPerson []text.Template
	// Go is the Go type of the resources it judges; [Also] adds further ones.
	Go     reflect.Type
	Params Params

	judges []judge
}

// judge is how a control judges the resources of one type.
type judge struct {
	goType   reflect.Type
	reads    []string
	needs    []Need
	picks    func(r resource.Resource, w World) bool
	evaluate func(r resource.Resource, w World, params any, now time.Time) control.Verdict
}

// Control declares a control.
func Control[T resource.Resource, P any](s *Service, spec ControlSpec[T, P]) *ControlUnit {
	u := &ControlUnit{
		Service: s.Name, ID: spec.ID, Severity: spec.Severity, Standards: spec.Standards, Reads: spec.Reads,
		Title:   text.Template{Key: string(spec.ID) + "/title", EN: spec.Title, JA: spec.TitleJA},
		Retired: spec.Retired, RetiredFor: spec.RetiredFor, Advice: spec.Advice, ByPerson: spec.ByPerson,
		Go: reflect.TypeFor[T](), Params: paramsOf(spec.Defaults),
	}
	u.judges = []judge{judgeOf(spec)}
	s.controls = append(s.controls, u)
	s.texts = append(s.texts, u.Title)
	return u
}

// Also lets a control judge resources of another type, too. Of the spec, what says how to judge counts; id, texts and
// the rest are the control's.
func Also[T resource.Resource, P any](u *ControlUnit, spec ControlSpec[T, P]) *ControlUnit {
	u.judges = append(u.judges, judgeOf(spec))
	return u
}

func judgeOf[T resource.Resource, P any](spec ControlSpec[T, P]) judge {
	j := judge{goType: reflect.TypeFor[T](), reads: spec.Reads, needs: spec.Needs}
	if spec.Picks != nil {
		j.picks = func(r resource.Resource, w World) bool { return spec.Picks(must[T](r), w) }
	}
	j.evaluate = func(r resource.Resource, w World, params any, now time.Time) control.Verdict {
		if v, no := j.notPicked(r, w); no {
			return v
		}
		if !spec.Partial {
			if v, no := Unsure(r, spec.Reads...); no {
				return v
			}
		}
		if spec.Joined != nil {
			return spec.Joined(must[T](r), w, must[P](params), now)
		}
		return spec.Evaluate(must[T](r), must[P](params), now)
	}
	return j
}

// notPicked gives the verdict on a resource that the control is not about, or of which that cannot be told.
func (j judge) notPicked(r resource.Resource, w World) (control.Verdict, bool) {
	if j.picks == nil || j.picks(r, w) {
		return control.Verdict{}, false
	}
	for _, n := range j.needs {
		if why, is := w.blind[n.Go]; is {
			return NotRead(why), true
		}
	}
	return control.Skip(textNotPicked.With()), true
}

// Evaluate judges one resource by itself. The parameters are those of [ControlUnit.Params].
func (u *ControlUnit) Evaluate(r resource.Resource, params any, now time.Time) control.Verdict {
	return u.EvaluateIn(World{}, r, params, now)
}

// EvaluateIn judges one resource among the others of the account.
func (u *ControlUnit) EvaluateIn(w World, r resource.Resource, params any, now time.Time) control.Verdict {
	return u.judge(reflect.TypeOf(r)).evaluate(r, w, params, now)
}

// judge finds how the resources of a type are judged; it panics for one that the control does not judge.
func (u *ControlUnit) judge(t reflect.Type) judge {
	for _, j := range u.judges {
		if j.goType == t {
			return j
		}
	}
	panic(fmt.Sprintf("%s does not judge a %s", u.ID, t))
}

// ReadsOf names the facts that the control reads of a collector's resources.
func (u *ControlUnit) ReadsOf(c *CollectorUnit) []string { return u.judge(c.Go).reads }

// NeedsOf names what else the control looks at to judge a collector's resources.
func (u *ControlUnit) NeedsOf(c *CollectorUnit) []Need { return u.judge(c.Go).needs }

// PicksOf tells, by the others, which of a collector's resources the control is about; nil stands for all.
func (u *ControlUnit) PicksOf(c *CollectorUnit) func(r resource.Resource, w World) bool {
	return u.judge(c.Go).picks
}

// Joins tells whether the control spans resources.
func (u *ControlUnit) Joins() bool {
	return slices.ContainsFunc(u.judges, func(j judge) bool { return len(j.needs) > 0 })
}

var (
	// textHidden is the reason of a verdict on something that could not be read.
	textHidden = text.Template{
		Key: "manten/hidden", EN: "not read: {operation} gave {code}: {message}", JA: "読み取れません: {operation} が {code} を返しました: {message}",
	}
	textNotPicked = text.Template{
		Key: "manten/not-picked", EN: "the control is not about this resource", JA: "このコントロールの対象ではありません",
	}
	textNotAsked = text.Template{
		Key: "manten/not-asked", EN: "not read: {fact} was not asked for", JA: "読み取れません: {fact} は問い合わせていません",
	}
)

// Texts are the messages of the catalog itself.
func Texts() []text.Template { return []text.Template{textHidden, textNotAsked, textNotPicked} }

// IsNotAsked tells whether a message says that something was not asked for: whoever asks may hear otherwise.
func IsNotAsked(m text.Message) bool { return m.Key == textNotAsked.Key }

// NotRead is the verdict on something that could not be read.
func NotRead(why resource.Reason) control.Verdict {
	return control.Unknown(textHidden.With("operation", why.Operation, "code", why.Code, "message", why.Message))
}

// unsure gives the verdict on a fact that is neither known nor absent.
func unsure(f resource.AnyFact, name string) (control.Verdict, bool) {
	switch f.State() {
	case resource.Known, resource.Absent:
		return control.Verdict{}, false
	case resource.Hidden:
		return NotRead(f.Why()), true
	case resource.NotAsked:
	}
	return control.Unknown(textNotAsked.With("fact", name)), true
}

// Unsure gives the verdict on the first of the facts that is neither known nor absent; for Partial controls.
func Unsure(r resource.Resource, facts ...string) (control.Verdict, bool) {
	for _, name := range facts {
		if v, ok := unsure(resource.FactOf(r, name), name); ok {
			return v, true
		}
	}
	return control.Verdict{}, false
}

// Params are the typed parameters of a unit.
type Params struct {
	// Defaults is the value with the defaults, of the unit's own struct type.
	Defaults any
	with     func(set map[string]any) (any, error)
}

// Validator is a parameter type that can refuse values.
type Validator interface{ Validate() error }

func paramsOf[P any](defaults P) Params {
	return Params{Defaults: defaults, with: func(set map[string]any) (any, error) {
		p := resource.Clone(defaults)
		data, err := json.Marshal(set)
		if err != nil {
			return nil, fmt.Errorf("parameters: %w", err)
		}
		if err := strict(data, &p); err != nil {
			return nil, fmt.Errorf("parameters: %w", misfit(err))
		}
		if v, ok := any(p).(Validator); ok {
			if err := v.Validate(); err != nil {
				return nil, fmt.Errorf("parameters: %w", err)
			}
		}
		return p, nil
	}}
}

// With gives the parameters with some values set over the defaults, by their JSON names.
func (p Params) With(set map[string]any) (any, error) {
	if len(set) == 0 {
		return p.Defaults, nil
	}
	for _, name := range slices.Sorted(maps.Keys(set)) { // decoding would take other spellings, too
		if !slices.Contains(p.Names(), name) {
			return nil, fmt.Errorf("parameters: there is no parameter %q", name)
		}
	}
	return p.with(set)
}

// Names lists the parameters' names.
func (p Params) Names() []string {
	var names []string
	for f := range reflect.TypeOf(p.Defaults).Fields() {
		names = append(names, jsonName(f))
	}
	return names
}
