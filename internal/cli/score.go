package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/view"
)

func newScore(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "score",
		Short: "Show the security score of the latest scan",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return a.score(c.Context(), f) },
	}
	f.addControls(c)
	f.addRecorded(c)
	f.addFormat(c, "table", "json", "jsonl")
	return c
}

func (a *App) score(ctx context.Context, f *flags) error {
	units, err := f.units(a.Catalog)
	if err != nil {
		return err
	}
	s, findings, err := a.latest(ctx, f)
	if err != nil {
		return err
	}
	doc := view.Score{Schema: view.ScoreSchema, Scan: s.ID, Finished: s.Finished, Controls: []view.ControlScore{}}
	var selected []evaluate.Selected
	for _, u := range units {
		if slices.Contains(s.Controls, u.ID) {
			selected = append(selected, evaluate.Selected{Unit: u})
		}
	}
	statuses := evaluate.Statuses(selected, findings)
	doc.Scores = standard.Scores(statuses, a.Catalog.Standards())
	for _, c := range selected {
		doc.Controls = append(doc.Controls, view.ControlScore{
			ID: c.Unit.ID, Title: c.Unit.Title.EN, Severity: c.Unit.Severity, Status: statuses[c.Unit.ID],
			Failed: failed(findings, c.Unit.ID), Remediation: view.RemediationName(a.Catalog, c.Unit.ID),
		})
	}
	return a.show(f, doc, anys(doc.Controls), func(p *view.Printer) error { return p.Score(doc) })
}

func failed(findings []control.Finding, id control.ID) int {
	n := 0
	for _, x := range findings {
		if x.Control == id && x.Status == control.Failed && x.Workflow != control.Suppressed {
			n++
		}
	}
	return n
}
