package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/view"
)

func newControls(a *App, f *flags) *cobra.Command {
	all := false
	c := &cobra.Command{
		Use:     "controls",
		Short:   "List the controls that this release evaluates",
		Example: "  manten controls --standard cis-1.2.0\n  manten controls --standard nist-800-53-r5 --all",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			doc, err := a.controls(f, all)
			if err != nil {
				return err
			}
			return a.show(f, doc, anys(doc.Controls), func(p *view.Printer) error { return p.Controls(doc) })
		},
	}
	f.addControls(c)
	c.Flags().BoolVar(&all, "all", false, "also the controls of the standards that this release does not evaluate")
	f.addFormat(c, "table", "json", "jsonl")
	return c
}

func (a *App) controls(f *flags, all bool) (view.Controls, error) {
	doc := view.Controls{Schema: view.ControlsSchema, Controls: []view.Control{}}
	others, err := a.notEvaluated(f, all)
	if err != nil {
		return doc, err
	}
	units, err := f.units(a.Catalog)
	if err != nil && len(others) == 0 {
		return doc, err
	}
	for _, u := range units {
		doc.Controls = append(doc.Controls, view.ControlOf(a.Catalog, u))
	}
	for _, m := range others {
		doc.Controls = append(doc.Controls, view.ControlOfMember(m))
	}
	slices.SortStableFunc(doc.Controls, func(a, b view.Control) int { return catalog.CompareIDs(a.ID, b.ID) })
	return doc, nil
}

// notEvaluated are the controls of the standards named, or of all, that this release does not evaluate; none where they
// are not asked for, or where controls are named.
func (a *App) notEvaluated(f *flags, all bool) ([]standard.Member, error) {
	if all && len(f.filter.controls) > 0 {
		return nil, fault.New(fault.Invalid, "--all and --control exclude one another").Do("manten explain %s", f.filter.controls[0])
	}
	standards, err := f.standardNames()
	if err != nil || !all {
		return nil, err
	}
	if len(standards) == 0 {
		standards = []standard.Name{standard.All}
	}
	return slices.DeleteFunc(slices.Clone(standard.AllMembers()), func(m standard.Member) bool {
		_, evaluated := a.Catalog.Control(m.ID)
		return evaluated || !slices.ContainsFunc(standards, m.In.Has)
	}), nil
}

// explainMember says what is known of a control that this release does not evaluate.
func (a *App) explainMember(f *flags, id string) error {
	m, ok := standard.MemberOf(control.ID(id))
	if !ok {
		known := a.Catalog.ControlIDs()
		for _, m := range standard.AllMembers() {
			known = append(known, string(m.ID))
		}
		return unknown("control", id, known, "manten controls --all")
	}
	doc := view.Explain{
		Schema: view.ExplainSchema, Control: view.ControlOfMember(m), Remediations: []view.Remediation{}, Reads: []string{},
		Exceptions: []view.Exception{},
	}
	return a.show(f, doc, nil, func(p *view.Printer) error { return p.Explain(doc) })
}
