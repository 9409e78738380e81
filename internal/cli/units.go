package cli

import (
	"context"
	"errors"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

func newRemediations(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "remediations",
		Short: "List the remediations that this release has",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			doc := view.Remediations{Schema: view.RemediationsSchema, Remediations: []view.Remediation{}}
			for _, u := range a.Catalog.Remediations() {
				doc.Remediations = append(doc.Remediations, view.RemediationOf(a.Catalog, u))
			}
			return a.show(f, doc, anys(doc.Remediations), func(p *view.Printer) error { return p.Remediations(doc) })
		},
	}
	f.addFormat(c, "table", "json", "jsonl")
	return c
}

func newExplain(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:     "explain CONTROL",
		Short:   "Explain a control: what it asks for, what fails, what can be done",
		Example: "  manten explain IAM.6",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.explain(c.Context(), f, args[0]) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return a.Catalog.ControlIDs(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	f.addRecorded(c)
	f.addFormat(c, "table", "json")
	return c
}

func (a *App) explain(ctx context.Context, f *flags, id string) error {
	u, ok := a.Catalog.Control(control.ID(id))
	if !ok {
		return a.explainMember(f, id)
	}
	doc := view.Explain{
		Schema: view.ExplainSchema, Control: view.ControlOf(a.Catalog, u), Remediations: []view.Remediation{}, Reads: []string{},
		Exceptions: []view.Exception{},
	}
	if u.RetiredFor.Key != "" {
		doc.RetiredFor = u.RetiredFor.With()
	}
	if u.Advice.Key != "" {
		doc.Advice = u.Advice.With()
	}
	for _, r := range a.Catalog.RemediationsFor(u.ID) {
		doc.Remediations = append(doc.Remediations, view.RemediationOf(a.Catalog, r))
	}
	for _, op := range a.Catalog.CallsOf(u) {
		if !slices.Contains(doc.Reads, op.Name) {
			doc.Reads = append(doc.Reads, op.Name)
		}
	}
	cfg, err := a.config(f)
	if err != nil {
		return err
	}
	doc.Disabled = append([]standard.Off{}, cfg.Choice(a.Catalog).Of(u.ID)...)
	if err := a.explainFindings(ctx, f, u, &doc); err != nil {
		return err
	}
	return a.show(f, doc, nil, func(p *view.Printer) error { return p.Explain(doc) })
}

// explainFindings adds what the latest scan says; without a scan there is nothing to add.
func (a *App) explainFindings(ctx context.Context, f *flags, u *catalog.ControlUnit, doc *view.Explain) error {
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // only read from
	s, findings, err := a.recorded(ctx, f, db)
	if errors.Is(err, errNoScan) && f.access.snapshot == "" {
		return nil
	}
	if err != nil {
		return err
	}
	doc.Findings = []view.Finding{}
	for _, x := range findings {
		if x.Control == u.ID {
			doc.Findings = append(doc.Findings, view.FindingOf(a.Catalog, x))
		}
	}
	all, err := db.reported(ctx, []store.Scan{s}, findings)
	doc.Exceptions = slices.DeleteFunc(all, func(e view.Exception) bool {
		return !slices.ContainsFunc(doc.Findings, func(x view.Finding) bool { return x.Exception == e.ID })
	})
	return err
}

func newVersion(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "version",
		Short: "Show the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			doc := view.Version{Schema: view.VersionSchema, Version: a.Version, Go: runtime.Version()}
			return a.show(f, doc, anys([]view.Version{doc}), func(p *view.Printer) error {
				return p.Notice(textVersion.With("version", doc.Version, "go", doc.Go), "")
			})
		},
	}
	f.addFormat(c, "table", "json", "jsonl")
	return c
}
