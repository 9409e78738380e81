package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// Catalog is all units, frozen: sorted by id and never changed once made.
type Catalog struct {
	collectors   []*CollectorUnit
	controls     []*ControlUnit
	remediations []*RemediationUnit
	ops          map[string]*awsop.Op
	secrets      map[string]*SecretUnit
	texts        text.Book
}

// New gathers the units of services. It refuses duplicates and units that name what does not exist.
func New(services ...*Service) (*Catalog, error) {
	c := &Catalog{ops: map[string]*awsop.Op{}, secrets: map[string]*SecretUnit{}, texts: text.Book{}}
	var errs []error
	for _, s := range services {
		c.collectors = append(c.collectors, s.collectors...)
		c.controls = append(c.controls, s.controls...)
		c.remediations = append(c.remediations, s.remediations...)
		for _, t := range s.texts {
			errs = append(errs, c.addText(t))
		}
		for _, op := range s.writes {
			errs = append(errs, c.addOp(op))
		}
		for _, u := range s.secrets {
			errs = append(errs, c.addSecret(u))
		}
	}
	for _, t := range Texts() {
		errs = append(errs, c.addText(t))
	}
	c.sort()
	return c, errors.Join(append(errs, c.validate())...)
}

func (c *Catalog) sort() {
	slices.SortFunc(c.collectors, func(a, b *CollectorUnit) int { return cmp.Compare(a.Type, b.Type) })
	slices.SortFunc(c.controls, func(a, b *ControlUnit) int { return CompareIDs(a.ID, b.ID) })
	slices.SortFunc(c.remediations, func(a, b *RemediationUnit) int { return cmp.Compare(a.Name, b.Name) })
}

func (c *Catalog) addText(t text.Template) error {
	if _, dup := c.texts[t.Key]; dup {
		return fmt.Errorf("text %q is declared twice", t.Key)
	}
	c.texts[t.Key] = t
	return nil
}

func (c *Catalog) addOp(op *awsop.Op) error {
	if o, dup := c.ops[op.Name]; dup && !o.Same(op) {
		return fmt.Errorf("operation %s is declared twice, and not alike", op.Name)
	}
	c.ops[op.Name] = op
	return nil
}

func (c *Catalog) validate() error {
	var errs []error
	for i, u := range c.collectors {
		if i > 0 && c.collectors[i-1].Type == u.Type {
			errs = append(errs, fmt.Errorf("collector of %s is declared twice", u.Type))
		}
	}
	for i, u := range c.controls {
		if i > 0 && c.controls[i-1].ID == u.ID {
			errs = append(errs, fmt.Errorf("control %s is declared twice", u.ID))
		}
		for _, j := range u.judges {
			errs = append(errs, c.validFacts(string(u.ID), j.goType, j.reads), c.validNeeds(string(u.ID), j.needs))
		}
	}
	for i, u := range c.remediations {
		if i > 0 && c.remediations[i-1].Name == u.Name {
			errs = append(errs, fmt.Errorf("remediation %s is declared twice", u.Name))
		}
		errs = append(errs, c.validFacts(u.Name, u.Go, u.Facts()), c.validNeeds(u.Name, u.Needs))
		for _, id := range u.Controls {
			if _, ok := c.Control(id); !ok {
				errs = append(errs, fmt.Errorf("remediation %s serves control %s, which does not exist", u.Name, id))
			}
		}
	}
	return errors.Join(errs...)
}

func (c *Catalog) validFacts(unit string, t reflect.Type, facts []string) error {
	u := c.collectorOf(t)
	if u == nil {
		return fmt.Errorf("%s: there is no collector of %s", unit, t)
	}
	for _, f := range facts {
		if !slices.Contains(u.Facts, f) {
			return fmt.Errorf("%s: %s has no fact %q", unit, t, f)
		}
	}
	return nil
}

func (c *Catalog) validNeeds(unit string, needs []Need) error {
	var errs []error
	for _, n := range needs {
		errs = append(errs, c.validFacts(unit, n.Go, n.Facts))
	}
	return errors.Join(errs...)
}

// Collectors lists the collectors by type.
func (c *Catalog) Collectors() []*CollectorUnit { return c.collectors }

// Controls lists the controls by id.
func (c *Catalog) Controls() []*ControlUnit { return c.controls }

// Remediations lists the remediations by name.
func (c *Catalog) Remediations() []*RemediationUnit { return c.remediations }

// ControlIDs lists the ids of the controls as text, in order.
func (c *Catalog) ControlIDs() []string {
	out := make([]string, len(c.controls))
	for i, u := range c.controls {
		out[i] = string(u.ID)
	}
	return out
}

// RemediationNames lists the names of the remediations, in order.
func (c *Catalog) RemediationNames() []string {
	out := make([]string, len(c.remediations))
	for i, u := range c.remediations {
		out[i] = u.Name
	}
	return out
}

// Texts finds the messages of all units.
func (c *Catalog) Texts() text.Book { return c.texts }

// Op finds a declared write.
func (c *Catalog) Op(name string) (*awsop.Op, bool) {
	op, ok := c.ops[name]
	return op, ok
}

// Collector finds the collector of a type.
func (c *Catalog) Collector(t resource.Type) (*CollectorUnit, bool) {
	i := slices.IndexFunc(c.collectors, func(u *CollectorUnit) bool { return u.Type == t })
	if i < 0 {
		return nil, false
	}
	return c.collectors[i], true
}

func (c *Catalog) collectorOf(t reflect.Type) *CollectorUnit {
	for _, u := range c.collectors {
		if u.Go == t {
			return u
		}
	}
	return nil
}

// CollectorOf is the collector of the resources that a control judges; where it judges several types, of the first.
func (c *Catalog) CollectorOf(u *ControlUnit) *CollectorUnit { return c.collectorOf(u.Go) }

// CollectorsOf are the collectors of all resources that a control judges.
func (c *Catalog) CollectorsOf(u *ControlUnit) []*CollectorUnit {
	var out []*CollectorUnit
	for _, j := range u.judges {
		out = append(out, c.collectorOf(j.goType))
	}
	return out
}

// CallsOf lists the read operations that a control needs, listing included: those for all types that it judges, and those
// for what it looks at besides.
func (c *Catalog) CallsOf(u *ControlUnit) []awsop.Op {
	var out []awsop.Op
	for _, of := range c.CollectorsOf(u) {
		out = append(out, of.Calls(u.ReadsOf(of))...)
		out = append(out, c.CallsNeeded(u.NeedsOf(of))...)
	}
	return out
}

// CallsNeeded lists the read operations for what a unit looks at besides its own resource, listing included.
func (c *Catalog) CallsNeeded(needs []Need) []awsop.Op {
	var out []awsop.Op
	for _, n := range needs {
		out = append(out, c.CollectorNeeded(n).Calls(n.Facts)...)
	}
	return out
}

// CollectorNeeded is the collector of the resources that a unit needs besides its own.
func (c *Catalog) CollectorNeeded(n Need) *CollectorUnit { return c.collectorOf(n.Go) }

// CollectorFor is the collector of the resources that a remediation changes.
func (c *Catalog) CollectorFor(u *RemediationUnit) *CollectorUnit { return c.collectorOf(u.Go) }

// Control finds a control by id, in any case.
func (c *Catalog) Control(id control.ID) (*ControlUnit, bool) {
	i := slices.IndexFunc(c.controls, func(u *ControlUnit) bool { return strings.EqualFold(string(u.ID), string(id)) })
	if i < 0 {
		return nil, false
	}
	return c.controls[i], true
}

// Remediation finds a remediation by name, with or without the prefixes of other solutions, in any case.
func (c *Catalog) Remediation(name string) (*RemediationUnit, bool) {
	i := slices.IndexFunc(c.remediations, func(u *RemediationUnit) bool { return bareName(u.Name) == bareName(name) })
	if i < 0 {
		return nil, false
	}
	return c.remediations[i], true
}

// RemediationsFor lists the remediations that serve a control.
func (c *Catalog) RemediationsFor(id control.ID) []*RemediationUnit {
	var out []*RemediationUnit
	for _, u := range c.remediations {
		if slices.Contains(u.Controls, id) {
			out = append(out, u)
		}
	}
	return out
}

// Standards tells for each control where it belongs.
func (c *Catalog) Standards() map[control.ID]standard.In {
	in := make(map[control.ID]standard.In, len(c.controls))
	for _, u := range c.controls {
		in[u.ID] = u.Standards
	}
	return in
}

// Reads lists all declared read operations, for the gate.
func (c *Catalog) Reads() []awsop.Op {
	var out []awsop.Op
	for _, s := range c.secrets {
		out = append(out, s.Calls...)
	}
	for _, u := range c.collectors {
		out = append(out, u.Calls(u.Facts)...)
	}
	return out
}

// CompareIDs orders control ids by service and number.
func CompareIDs(a, b control.ID) int {
	sa, na := splitID(a)
	sb, nb := splitID(b)
	return cmp.Or(cmp.Compare(sa, sb), cmp.Compare(na, nb))
}

func splitID(id control.ID) (string, int) {
	service, number, _ := strings.Cut(string(id), ".")
	n, err := strconv.Atoi(number)
	if err != nil {
		return string(id), 0
	}
	return service, n
}
