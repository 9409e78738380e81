package cli

import (
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/standard"
)

// enabled refuses a standard that the configuration does not enable: a score of it would say nothing.
func (f *flags) enabled(choice standard.Choice) error {
	wanted, err := f.standardNames()
	if err != nil {
		return err
	}
	on := choice.Standards()
	for _, n := range wanted {
		if !slices.Contains(on, n) {
			var names []string
			for _, n := range on {
				names = append(names, string(n))
			}
			return fault.New(fault.Invalid, "standard %s is not enabled; enabled are: %s", n, strings.Join(names, ", ")).
				Do("add it to standards in manten.yaml")
		}
	}
	return nil
}

// evaluated divides the selected controls into those that a scan evaluates and those that are off everywhere. Controls
// that belong to no enabled standard are neither, unless they are named.
func (f *flags) evaluated(units []*catalog.ControlUnit, choice standard.Choice) (on, off []*catalog.ControlUnit, err error) {
	if err := f.enabled(choice); err != nil {
		return nil, nil, err
	}
	named := len(f.filter.controls) > 0
	for _, u := range units {
		why, is := choice.Everywhere(u.ID, u.Standards)
		switch {
		case !named && len(choice.Enabled) > 0 && !choice.Has(u.Standards):
		case !is:
			on = append(on, u)
		case named:
			return nil, nil, fault.New(fault.Invalid, "%s is disabled: %s", u.ID, why.Reason).
				Do("take it out of disabled in manten.yaml to evaluate it")
		default:
			off = append(off, u)
		}
	}
	if len(on) == 0 {
		return nil, nil, fault.New(fault.Invalid, "no control is left to evaluate: all that are selected are disabled").
			Do("see standards and disabled in manten.yaml")
	}
	return on, off, nil
}

// asSelected gives controls for a score, where their parameters do not matter.
func asSelected(units []*catalog.ControlUnit) []evaluate.Selected {
	out := make([]evaluate.Selected, len(units))
	for i, u := range units {
		out[i].Unit = u
	}
	return out
}

// offEverywhere lists the controls that are not evaluated because they are disabled.
func offEverywhere(cat *catalog.Catalog, choice standard.Choice) []control.ID {
	var out []control.ID
	for _, u := range cat.Controls() {
		if _, is := choice.Everywhere(u.ID, u.Standards); is {
			out = append(out, u.ID)
		}
	}
	return out
}

// counting tells which findings count in any enabled standard that their control belongs to: a plan leaves the others
// alone.
func counting(cat *catalog.Catalog, choice standard.Choice) func(control.Finding) bool {
	in := cat.Standards()
	return func(x control.Finding) bool { return choice.Counts(in[x.Control], x) }
}
