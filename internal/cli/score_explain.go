package cli

import (
	"context"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/path"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
	"github.com/mantenhq/manten/internal/view"
)

// scoreExplain says what the score comes from and what would raise it, by drafts of plans on what the latest scan has on
// record. Nothing is read from AWS and no plan is kept.
func (a *App) scoreExplain(ctx context.Context, f *flags) error {
	cfg, err := a.config(f)
	if err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // only read from
	s, err := a.head(ctx, f, db)
	if err != nil {
		return err
	}
	scan, err := a.load(ctx, db, cfg, s)
	if err != nil {
		return err
	}
	aim, err := f.aim(scan.Choice, 100)
	if err != nil {
		return err
	}
	p, err := a.drafting(f, cfg, s, scan)
	if err != nil {
		return err
	}
	o, err := p.Outlook(ctx, scan, a.Now().UTC(), aim.In)
	if err != nil {
		return err
	}
	counts := narrowed(scan.Choice, aim.In)
	doc := (&explaining{App: a, scan: scan, counts: counts, failed: a.failed(counts, scan.Findings)}).document(s, o)
	return a.show(f, doc, anys(doc.Gains), func(p *view.Printer) error { return p.ScoreExplain(doc) })
}

// drafting makes plans on what a scan has on record.
func (a *App) drafting(f *flags, cfg config.Config, s store.Scan, scan propose.Scan) (*propose.Proposer, error) {
	options, err := a.proposing(f, cfg, planOptions{})
	if err != nil {
		return nil, err
	}
	return &propose.Proposer{
		Catalog: a.Catalog, Source: collect.NewRecorded(s.Account, s.Regions, scan.Resources), Options: options,
	}, nil
}

// narrowed is what counts in the score of a standard.
func narrowed(c standard.Choice, to standard.Name) standard.Choice {
	if to != standard.All {
		c.Enabled = []standard.Name{to}
	}
	return c
}

// explaining puts an outlook into a document.
type explaining struct {
	*App
	scan   propose.Scan
	counts standard.Choice
	failed map[control.ID][]control.Finding
}

func (x *explaining) document(s store.Scan, o propose.Outlook) view.ScoreExplain {
	doc := view.ScoreExplain{
		Schema: view.ScoreExplainSchema, Scan: s.ID, Finished: s.Finished, Score: o.Score, All: o.All,
		Failing: x.failing(), Gains: []view.ScoreGain{}, Ways: []view.ScoreWay{}, Rest: []view.ScoreRest{},
	}
	for _, g := range o.Gains {
		doc.Gains = append(doc.Gains, view.ScoreGain{
			Remediation: g.Remediation, Controls: append([]control.ID{}, g.Controls...), After: g.After, Cost: costOf(g.Cost),
		})
	}
	for i, w := range o.Ways {
		doc.Ways = append(doc.Ways, view.ScoreWay{
			After: w.After, Highest: i == len(o.Ways)-1, Exact: w.Exact, Remediations: w.Remediations,
			Controls: append([]control.ID{}, w.Controls...), Cost: costOf(w.Cost),
		})
	}
	for _, r := range o.Rest {
		doc.Rest = append(doc.Rest, x.rest(r))
	}
	return doc
}

func costOf(c path.Cost) view.ScoreCost {
	return view.ScoreCost{
		Steps: c.Steps, Irreversible: c.Irreversible, Interrupting: c.Interrupts, Risky: c.Risks, Unpriced: c.Unpriced,
		Monthly: float64(c.Monthly) / 1e6,
	}
}

// failing are the controls that fail or could not be read, of those that count.
func (x *explaining) failing() []view.ControlScore {
	out := []view.ControlScore{}
	r := evaluate.Score(x.counts, x.scan.Controls, x.scan.Findings)
	for _, c := range x.scan.Controls {
		id, status := c.Unit.ID, r.Statuses[c.Unit.ID]
		if (status != standard.Failed && status != standard.Unknown) || !x.counts.Has(c.Unit.Standards) {
			continue
		}
		out = append(out, x.controlScore(c.Unit, status, x.failed[id]))
	}
	return out
}

func (x *explaining) rest(r propose.Rest) view.ScoreRest {
	out := view.ScoreRest{
		Control: r.Control, Failed: r.Failed, Why: append([]text.Message{}, r.Why...), Passing: r.Passing, Excepted: r.Excepted,
		Undecided: slices.ContainsFunc(r.Why, catalog.IsNotAsked),
	}
	if u, ok := x.Catalog.Control(r.Control); ok {
		out.Title, out.Severity, out.ByPerson = u.Title.EN, u.Severity, x.byPerson(x.failed[u.ID])
		if u.Advice.Key != "" {
			out.Advice = u.Advice.With()
		}
	}
	return out
}

// checkExplain refuses what --explain does not go together with.
func (o *scoreOptions) checkExplain(f *flags) error {
	switch {
	case !o.explain:
	case o.history || o.all || o.by != "":
		return fault.New(fault.Invalid, "--explain is of the latest scan of one account").Do("manten score --explain")
	case len(f.filter.controls) > 0:
		return fault.New(fault.Invalid, "--explain is of a whole score, not of single controls").Do("manten explain %s", f.filter.controls[0])
	}
	return nil
}
